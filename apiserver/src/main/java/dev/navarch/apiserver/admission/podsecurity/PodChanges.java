package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether an update of a pod can change what it may do: only images and ephemeral containers can. */
final class PodChanges {

    private PodChanges() {}

    static boolean areSignificant(JsonNode spec, JsonNode old) {
        return imagesDiffer(spec.path("containers"), old.path("containers"))
                || imagesDiffer(spec.path("initContainers"), old.path("initContainers"))
                || hasNewEphemeral(spec.path("ephemeralContainers"), old.path("ephemeralContainers"));
    }

    private static boolean imagesDiffer(JsonNode containers, JsonNode old) {
        if (containers.size() != old.size()) {
            return true;
        }
        for (int i = 0; i < containers.size(); i++) {
            if (!containers.get(i).path("image").equals(old.get(i).path("image"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNewEphemeral(JsonNode containers, JsonNode old) {
        for (JsonNode container : containers) {
            boolean known = false;
            for (JsonNode candidate : old) {
                known |= candidate.path("name").equals(container.path("name"))
                        && candidate.path("image").equals(container.path("image"));
            }
            if (!known) {
                return true;
            }
        }
        return false;
    }
}
