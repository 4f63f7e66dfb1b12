package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ListQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads from the caches of a registry. */
public final class RegistryReader implements ObjectReader {

    private final ResourceRegistry registry;

    public RegistryReader(ResourceRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<ObjectNode> get(GroupResource resource, String namespace, String name) {
        return get(resource, namespace, name, Consistency.ANY);
    }

    @Override
    public Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name) {
        return get(resource, namespace, name, Consistency.CONSISTENT);
    }

    private Optional<ObjectNode> get(GroupResource resource, String namespace, String name, Consistency consistency) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return store(resource)
                .flatMap(store -> store.cache().get(store.key(namespace, name), consistency))
                .map(CachedObject::tree);
    }

    @Override
    public List<ObjectNode> list(GroupResource resource, String namespace) {
        return store(resource)
                .map(store -> store.cache()
                        .list(ListQuery.all(store.scope(namespace), Consistency.ANY))
                        .items())
                .orElse(List.of())
                .stream()
                .map(CachedObject::tree)
                .toList();
    }

    @Override
    public AutoCloseable watch(GroupResource resource, Consumer<Event> consumer) {
        ResourceStore store =
                store(resource).orElseThrow(() -> new IllegalArgumentException(resource + " is not served"));
        return RegistryWatch.start(resource.toString(), store, consumer);
    }

    private Optional<ResourceStore> store(GroupResource resource) {
        return registry.find(resource).filter(ServedResource::isStored).map(registry::store);
    }
}
