package dev.navarch.apiserver.admission.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GeneratedNames;

/** The projected volume through which containers find token, cluster CA and namespace. */
final class TokenVolume {

    private static final String PREFIX = "kube-api-access-";
    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** An odd number, by which the server knows the tokens that may live on with a warning. */
    private static final int TOKEN_SECONDS = 3607;

    private TokenVolume() {}

    /** Mounts it into each container that has nothing at its path yet; adds it when it is needed and not there. */
    static void mount(ObjectNode spec) {
        String name = "";
        for (JsonNode volume : spec.path("volumes")) {
            if (name.isEmpty() && volume.path("name").asText("").startsWith(PREFIX)) {
                name = volume.path("name").asText();
            }
        }
        boolean present = !name.isEmpty();
        String volumeName = present ? name : GeneratedNames.generate(PREFIX);
        boolean needed = false;
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode fields && !hasMount(fields)) {
                    addMount(fields, volumeName);
                    needed = true;
                }
            }
        }
        if (needed && !present) {
            addVolume(spec, volumeName);
        }
    }

    private static boolean hasMount(ObjectNode container) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (mount.path("mountPath").asText("").equals(MOUNT_PATH)) {
                return true;
            }
        }
        return false;
    }

    private static void addMount(ObjectNode container, String volume) {
        ObjectNode mount = list(container, "volumeMounts").addObject();
        mount.put("name", volume);
        mount.put("readOnly", true);
        mount.put("mountPath", MOUNT_PATH);
    }

    private static void addVolume(ObjectNode spec, String name) {
        ObjectNode volume = list(spec, "volumes").addObject();
        volume.put("name", name);
        ObjectNode projected = volume.putObject("projected");
        ArrayNode sources = projected.putArray("sources");
        projected.put("defaultMode", 0644);
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        ObjectNode configMap = sources.addObject().putObject("configMap");
        configMap.put("name", "kube-root-ca.crt");
        configMap.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode item =
                sources.addObject().putObject("downwardAPI").putArray("items").addObject();
        item.put("path", "namespace");
        item.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
    }

    private static ArrayNode list(ObjectNode owner, String field) {
        return owner.get(field) instanceof ArrayNode array ? array : owner.putArray(field);
    }
}
