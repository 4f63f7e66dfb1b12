package dev.navarch.apiserver.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiConsumer;

/** The secrets that a kubelet needs to mount a persistent volume. */
final class VolumeSecrets {

    private static final List<String> WITH_SECRET_REF =
            List.of("cephfs", "cinder", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos");
    private static final List<String> OF_CSI =
            List.of("nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef");

    private VolumeSecrets() {}

    /** Tells the visitor of each secret's namespace and name. */
    static void visit(JsonNode volumeSpec, String claimNamespace, BiConsumer<String, String> visitor) {
        JsonNode azure = volumeSpec.path("azureFile");
        String azureSecret = azure.path("secretName").asText("");
        if (!azureSecret.isEmpty()) {
            visitor.accept(namespace(azure.path("secretNamespace"), claimNamespace), azureSecret);
        }
        for (String type : WITH_SECRET_REF) {
            visitReference(volumeSpec.path(type).path("secretRef"), claimNamespace, visitor);
        }
        for (String reference : OF_CSI) {
            visitReference(volumeSpec.path("csi").path(reference), claimNamespace, visitor);
        }
    }

    private static void visitReference(JsonNode reference, String claimNamespace, BiConsumer<String, String> visitor) {
        String name = reference.path("name").asText("");
        if (!name.isEmpty()) {
            visitor.accept(namespace(reference.path("namespace"), claimNamespace), name);
        }
    }

    private static String namespace(JsonNode own, String fallback) {
        String text = own.asText("");
        return text.isEmpty() ? fallback : text;
    }
}
