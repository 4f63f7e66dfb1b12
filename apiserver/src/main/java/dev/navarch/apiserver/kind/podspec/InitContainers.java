package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The containers that run one after another before the others, and those among them that stay on beside them. */
final class InitContainers {

    private static final List<String> ONLY_SIDECARS =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

    private InitContainers() {}

    static void check(Field containers, PodSurroundings pod) {
        Set<String> names = new HashSet<>();
        for (Field regular : pod.spec().items("containers")) {
            names.add(regular.get("name").text());
        }
        for (Field container : containers.items()) {
            ContainerValidation.check(container, pod);
            RestartRules.initContainer(container);
            Field name = container.get("name");
            if (names.contains(name.text())) {
                name.duplicate();
            } else if (!name.isZero()) {
                names.add(name.text());
            }
            // Each alone, for they run one by one; upstream shows the first index, whichever it is.
            RegularContainers.hostPortConflicts(
                    List.of(container.shownAt(containers.index(0).path())));
            if (isSidecar(container)) {
                RegularContainers.running(container, pod);
            } else {
                ending(container, pod.options());
            }
        }
    }

    private static void ending(Field container, PodValidationOptions options) {
        for (String field : ONLY_SIDECARS) {
            if (container.get(field).isSet()) {
                container.get(field).forbidden("may not be set for init containers without restartPolicy=Always");
            }
        }
        if (options.initContainerRestart()) {
            return;
        }
        for (Field policy : container.items("resizePolicy")) {
            if (policy.get("restartPolicy").is("RestartContainer")) {
                policy.get("restartPolicy")
                        .invalid("must not be set to 'RestartContainer' for non-sidecar initContainers");
            }
        }
    }

    static boolean isSidecar(Field container) {
        return container.get("restartPolicy").is("Always");
    }

    /** A container that ends, though with a resize policy as if it went on. */
    static boolean restartsOnResize(Field container) {
        return !isSidecar(container)
                && container.items("resizePolicy").stream()
                        .anyMatch(policy -> policy.get("restartPolicy").is("RestartContainer"));
    }
}
