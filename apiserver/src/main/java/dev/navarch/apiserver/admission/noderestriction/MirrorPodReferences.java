package dev.navarch.apiserver.admission.noderestriction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.authorization.node.PodReferences;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what a mirror pod must not name: other objects, which its node could read through it. */
final class MirrorPodReferences {

    private static final Map<String, String> VOLUMES = new LinkedHashMap<>();
    private static final Map<String, String> PROJECTIONS = new LinkedHashMap<>();

    static {
        VOLUMES.put("configMap", "configmaps (via configmap volumes)");
        VOLUMES.put("secret", "secrets (via secret volumes)");
        VOLUMES.put("csi", "csidrivers (via CSI volumes)");
        VOLUMES.put("glusterfs", "endpoints (via glusterFS volumes)");
        VOLUMES.put("persistentVolumeClaim", "persistentvolumeclaims");
        VOLUMES.put("ephemeral", "persistentvolumeclaims (via ephemeral volumes)");
        VOLUMES.put("azureFile", "secrets (via azureFile volumes)");
        PROJECTIONS.put("configMap", "configmaps (via projected volumes)");
        PROJECTIONS.put("secret", "secrets (via projected volumes)");
        PROJECTIONS.put("serviceAccountToken", "serviceaccounts (via projected volumes)");
        PROJECTIONS.put("clusterTrustBundle", "clustertrustbundles");
        PROJECTIONS.put("podCertificate", "podcertificates");
    }

    private MirrorPodReferences() {}

    static Optional<String> find(JsonNode spec) {
        if (!spec.path("serviceAccountName").asText("").isEmpty()) {
            return Optional.of("serviceaccounts");
        }
        if (!PodReferences.secrets(spec).isEmpty()) {
            return Optional.of("secrets");
        }
        if (!PodReferences.configMaps(spec).isEmpty()) {
            return Optional.of("configmaps");
        }
        if (!spec.path("resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        for (JsonNode volume : spec.path("volumes")) {
            Optional<String> found = match(volume, VOLUMES);
            for (JsonNode source : volume.path("projected").path("sources")) {
                found = found.or(() -> match(source, PROJECTIONS));
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> match(JsonNode owner, Map<String, String> forbidden) {
        return forbidden.entrySet().stream()
                .filter(entry -> owner.path(entry.getKey()).isObject())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
