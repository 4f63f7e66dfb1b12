package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The containers that are put into a running pod to look around in it. */
final class EphemeralContainers {

    private static final String NOT_HERE = "cannot be set for an Ephemeral Container";

    /** Fields of containers that these do not have, in the order of Go's struct. */
    private static final List<String> FOREIGN = List.of(
            "ports",
            "resources",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle");

    private EphemeralContainers() {}

    static void check(Field containers, PodSurroundings pod) {
        if (containers.size() == 0) {
            return;
        }
        Set<String> others = new HashSet<>();
        pod.spec().items("containers").forEach(c -> others.add(c.get("name").text()));
        pod.spec().items("initContainers").forEach(c -> others.add(c.get("name").text()));
        Set<String> names = new HashSet<>(others);
        for (Field container : containers.items()) {
            ContainerValidation.check(container, pod);
            ContainerValidation.image(container);
            if (!names.add(container.get("name").text())) {
                container.get("name").duplicate();
            }
            Field target = container.get("targetContainerName");
            if (!target.isZero() && !others.contains(target.text())) {
                target.notFound();
            }
            foreignFields(container);
        }
    }

    private static void foreignFields(Field container) {
        for (String field : FOREIGN) {
            if (!container.get(field).isZero()) {
                container.get(field).forbidden(NOT_HERE);
            }
        }
        for (Field mount : container.items("volumeMounts")) {
            for (String path : List.of("subPath", "subPathExpr")) {
                if (!mount.get(path).isZero()) {
                    mount.get(path).forbidden(NOT_HERE);
                }
            }
        }
    }
}
