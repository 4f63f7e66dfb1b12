package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The containers that run beside each other. */
final class RegularContainers {

    private RegularContainers() {}

    static void check(Field containers, PodSurroundings pod) {
        if (containers.size() == 0) {
            containers.required();
            return;
        }
        Set<String> names = new HashSet<>();
        for (Field container : containers.items()) {
            ContainerValidation.check(container, pod);
            if (!names.add(container.get("name").text())) {
                container.get("name").duplicate();
            }
            running(container, pod);
            RestartRules.check(container);
        }
        hostPortConflicts(containers.items());
    }

    /** What only containers have that go on running: lifecycle and probes. */
    static void running(Field container, PodSurroundings pod) {
        Lifecycle.check(container.get("lifecycle"), pod);
        Probes.liveness(container.get("livenessProbe"));
        Probes.readiness(container.get("readinessProbe"));
        Probes.liveness(container.get("startupProbe"));
    }

    /** No two of the containers want the same port of the host. */
    static void hostPortConflicts(List<Field> containers) {
        Set<String> taken = new HashSet<>();
        for (Field container : containers) {
            for (Field port : container.items("ports")) {
                Field hostPort = port.get("hostPort");
                if (hostPort.isZero()) {
                    continue;
                }
                String shown =
                        port.get("protocol").text() + "/" + port.get("hostIP").text() + "/" + hostPort.number();
                if (!taken.add(shown)) {
                    hostPort.duplicate(shown);
                }
            }
        }
    }
}
