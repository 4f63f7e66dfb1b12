package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.Map;
import java.util.Set;

/**
 * What the check of a container knows of its pod.
 *
 * @param volumes those that are well-formed, by name
 * @param claimNames the names of the pod's resource claims
 */
record PodSurroundings(Field spec, Map<String, Field> volumes, Set<String> claimNames, PodValidationOptions options) {

    /** Whether users in the pod are those of the host. */
    boolean hostUsers() {
        return !spec.get("hostUsers").isFalse();
    }

    /** Empty where the pod does not say. */
    String operatingSystem() {
        return spec.get("os").get("name").text();
    }

    boolean neverRestarts() {
        return spec.get("restartPolicy").is("Never");
    }

    Field gracePeriod() {
        return spec.get("terminationGracePeriodSeconds");
    }
}
