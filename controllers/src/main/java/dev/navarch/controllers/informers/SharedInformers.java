package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The informers of a process, one for each kind that anybody asked for. Those asked for before {@link #start} begin to
 * watch there; later ones at once. They retry for ever, through restarts of the API server and expired watches.
 *
 * <p>State is guarded by this object's monitor.
 */
public final class SharedInformers implements AutoCloseable {

    private final KubernetesClient client;
    private final Map<Key, SharedInformer<?>> informers = new LinkedHashMap<>();
    private boolean started;
    private boolean closed;

    public SharedInformers(KubernetesClient client) {
        this.client = client;
    }

    /** The informer of all objects of the kind, made at the first call. */
    public <T extends HasMetadata> SharedInformer<T> of(Class<T> type) {
        return of(type, Map.of());
    }

    /** The informer of those objects of the kind whose fields have these values. */
    public synchronized <T extends HasMetadata> SharedInformer<T> of(Class<T> type, Map<String, String> fields) {
        Key key = new Key(type, Map.copyOf(fields));
        @SuppressWarnings("unchecked")
        SharedInformer<T> known = (SharedInformer<T>) informers.get(key);
        if (known != null) {
            return known;
        }
        SharedInformer<T> informer = new SharedInformer<>(type, informerOf(type, fields));
        informers.put(key, informer);
        if (started && !closed) {
            var _ = informer.start();
        }
        return informer;
    }

    /** The informers that hold all objects of their kind. */
    public synchronized List<SharedInformer<?>> complete() {
        return informers.entrySet().stream()
                .filter(e -> e.getKey().fields().isEmpty())
                .<SharedInformer<?>>map(Map.Entry::getValue)
                .toList();
    }

    /** Starts what was asked for until now. The future ends once each of these has its first complete list. */
    public synchronized CompletableFuture<Void> start() {
        started = true;
        return CompletableFuture.allOf(
                informers.values().stream().map(SharedInformer::start).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public synchronized void close() {
        closed = true;
        informers.values().forEach(SharedInformer::stop);
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informerOf(Class<T> type, Map<String, String> fields) {
        return client.resources(type)
                .inAnyNamespace()
                .withFields(fields)
                .runnableInformer(0)
                .itemStore(new TrimmingItemStore<>())
                .exceptionHandler((startedBefore, error) -> true);
    }

    private record Key(Class<?> type, Map<String, String> fields) {}

    /** Field ownership is a third of an object's size, and no controller looks at it. */
    private static final class TrimmingItemStore<T extends HasMetadata> extends BasicItemStore<T> {

        TrimmingItemStore() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public T put(String key, T object) {
            object.getMetadata().setManagedFields(Collections.emptyList());
            return super.put(key, object);
        }
    }
}
