package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one kind, kept current by one watch. Safe for many threads; the objects in it are shared and must not be
 * changed. Listeners are called one after the other in the order of the changes.
 */
public final class SharedInformer<T extends HasMetadata> {

    private final Class<T> type;
    private final SharedIndexInformer<T> informer;

    SharedInformer(Class<T> type, SharedIndexInformer<T> informer) {
        this.type = type;
        this.informer = informer;
    }

    public Class<T> type() {
        return type;
    }

    public Optional<T> get(@Nullable String namespace, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
    }

    public List<T> list() {
        return informer.getStore().list();
    }

    public List<T> inNamespace(String namespace) {
        return informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    public List<T> byIndex(String index, String key) {
        return informer.getIndexer().byIndex(index, key);
    }

    /** Adds an index under this name, unless somebody did already: a name means the same everywhere. */
    public synchronized SharedInformer<T> indexedBy(String name, Function<T, List<String>> keys) {
        if (!informer.getIndexer().getIndexers().containsKey(name)) {
            informer.addIndexers(Map.of(name, keys));
        }
        return this;
    }

    /** Calls the listener for every object that is there now, and for every change after that, until it is closed. */
    public Subscription onChange(Consumer<Change<T>> listener) {
        Handler<T> handler = new Handler<>(listener);
        informer.addEventHandler(handler);
        return () -> informer.removeEventHandler(handler);
    }

    public boolean hasSynced() {
        return informer.hasSynced();
    }

    CompletableFuture<Void> start() {
        return informer.start().toCompletableFuture();
    }

    void stop() {
        informer.stop();
    }

    SharedIndexInformer<T> fabric8() {
        return informer;
    }

    /** Ends a listener's calls. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private record Handler<T extends HasMetadata>(Consumer<Change<T>> listener) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            listener.accept(Change.added(object));
        }

        @Override
        public void onUpdate(T before, T after) {
            if (sameObject(before, after)) {
                listener.accept(new Change<>(before, after));
            } else {
                listener.accept(Change.removed(before));
                listener.accept(Change.added(after));
            }
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            listener.accept(Change.removed(object));
        }

        private boolean sameObject(T before, T after) {
            return Objects.equals(
                    before.getMetadata().getUid(), after.getMetadata().getUid());
        }

        // Listeners are told apart by identity: two equal ones are still two.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
