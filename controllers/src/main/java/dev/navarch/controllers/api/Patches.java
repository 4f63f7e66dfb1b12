package dev.navarch.controllers.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;

/**
 * Patches in one request. Fabric8's client reads the object first, which costs a request and a right that most
 * controllers do not have.
 *
 * <p>All methods throw {@link KubernetesClientException}, also where the object is not there.
 */
public final class Patches {

    private static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";
    private static final String MERGE = "application/merge-patch+json";

    private Patches() {}

    public static void strategicMerge(KubernetesClient client, HasMetadata object, String patch) {
        send(client, path(object), STRATEGIC_MERGE, patch);
    }

    public static void strategicMergeStatus(KubernetesClient client, HasMetadata object, String patch) {
        send(client, path(object) + "/status", STRATEGIC_MERGE, patch);
    }

    public static void merge(KubernetesClient client, HasMetadata object, String patch) {
        send(client, path(object), MERGE, patch);
    }

    private static void send(KubernetesClient client, String path, String contentType, String patch) {
        new MetadataClient(client).patch(path, contentType, patch);
    }

    private static String path(HasMetadata object) {
        Class<? extends HasMetadata> type = object.getClass();
        String group = HasMetadata.getGroup(type);
        return new ResourceType(
                        group == null ? "" : group,
                        HasMetadata.getVersion(type),
                        HasMetadata.getPlural(type),
                        HasMetadata.getKind(type),
                        object instanceof Namespaced,
                        Set.of())
                .path(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
