package dev.navarch.apiserver.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The objects that a pod's spec names: what its kubelet has to read to run it. */
public final class PodReferences {

    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    /** Volume types whose {@code secretRef} names a secret. */
    private static final List<String> WITH_SECRET_REF =
            List.of("cephfs", "cinder", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos");

    private PodReferences() {}

    /** Names of all secrets, in the pod's namespace. */
    public static Set<String> secrets(JsonNode podSpec) {
        var names = new LinkedHashSet<String>();
        Consumer<JsonNode> add = name -> add(names, name);
        podSpec.path("imagePullSecrets").forEach(reference -> add.accept(reference.path("name")));
        forEachContainer(podSpec, container -> {
            container
                    .path("envFrom")
                    .forEach(source -> add.accept(source.path("secretRef").path("name")));
            container
                    .path("env")
                    .forEach(env -> add.accept(
                            env.path("valueFrom").path("secretKeyRef").path("name")));
        });
        for (JsonNode volume : podSpec.path("volumes")) {
            add.accept(volume.path("secret").path("secretName"));
            add.accept(volume.path("azureFile").path("secretName"));
            add.accept(volume.path("csi").path("nodePublishSecretRef").path("name"));
            for (String type : WITH_SECRET_REF) {
                add.accept(volume.path(type).path("secretRef").path("name"));
            }
            volume.path("projected")
                    .path("sources")
                    .forEach(source -> add.accept(source.path("secret").path("name")));
        }
        return names;
    }

    /** Names of all config maps, in the pod's namespace. */
    public static Set<String> configMaps(JsonNode podSpec) {
        var names = new LinkedHashSet<String>();
        Consumer<JsonNode> add = name -> add(names, name);
        forEachContainer(podSpec, container -> {
            container
                    .path("envFrom")
                    .forEach(source -> add.accept(source.path("configMapRef").path("name")));
            container
                    .path("env")
                    .forEach(env -> add.accept(
                            env.path("valueFrom").path("configMapKeyRef").path("name")));
        });
        for (JsonNode volume : podSpec.path("volumes")) {
            add.accept(volume.path("configMap").path("name"));
            volume.path("projected")
                    .path("sources")
                    .forEach(source -> add.accept(source.path("configMap").path("name")));
        }
        return names;
    }

    /** Names of all volume claims, those of ephemeral volumes included. */
    public static Set<String> volumeClaims(String podName, JsonNode podSpec) {
        var names = new LinkedHashSet<String>();
        for (JsonNode volume : podSpec.path("volumes")) {
            add(names, volume.path("persistentVolumeClaim").path("claimName"));
            if (volume.path("ephemeral").isObject()) {
                names.add(podName + "-" + volume.path("name").asText());
            }
        }
        return names;
    }

    /** Names of all resource claims that exist for the pod by now. */
    public static Set<String> resourceClaims(JsonNode pod) {
        var names = new LinkedHashSet<String>();
        pod.path("spec").path("resourceClaims").forEach(claim -> add(names, claim.path("resourceClaimName")));
        pod.path("status")
                .path("resourceClaimStatuses")
                .forEach(status -> add(names, status.path("resourceClaimName")));
        add(names, pod.path("status").path("extendedResourceClaimStatus").path("resourceClaimName"));
        return names;
    }

    private static void forEachContainer(JsonNode podSpec, Consumer<JsonNode> visitor) {
        for (String list : CONTAINER_LISTS) {
            podSpec.path(list).forEach(visitor);
        }
    }

    private static void add(Set<String> names, JsonNode name) {
        String text = name.asText("");
        if (!text.isEmpty()) {
            names.add(text);
        }
    }
}
