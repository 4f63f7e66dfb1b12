package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.util.function.Consumer;

/** Changes to pods that the server makes on behalf of a request, without owning what it changes. */
final class PodStore {

    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final ResourceRegistry registry;

    PodStore(ResourceRegistry registry) {
        this.registry = registry;
    }

    /** {@code uid}: only a pod of that identity; empty for any. */
    void change(RequestContext context, String namespace, String name, String uid, Consumer<ObjectNode> change) {
        ServedResource pods = served();
        registry.store(pods)
                .update(
                        context,
                        pods,
                        "binding",
                        namespace,
                        name,
                        uid,
                        live -> {
                            if (live == null) {
                                throw StatusException.notFound(PODS.groupResource(), name);
                            }
                            ObjectNode pod = live.deepCopy();
                            change.accept(pod);
                            return pod;
                        },
                        false,
                        WriteValidation.NONE,
                        WriteValidation.NONE);
    }

    void delete(RequestContext context, String namespace, String name, DeleteOptions options) {
        ServedResource pods = served();
        registry.store(pods).delete(context, pods, namespace, name, options, WriteValidation.NONE);
    }

    private ServedResource served() {
        return registry.find(PODS).orElseThrow();
    }
}
