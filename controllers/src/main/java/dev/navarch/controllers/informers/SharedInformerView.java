package dev.navarch.controllers.informers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.informers.cache.Store;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One user's side of a shared informer: stopping it takes this user's handlers away and leaves the watch to the others.
 */
final class SharedInformerView<T extends HasMetadata> implements SharedIndexInformer<T> {

    private final SharedIndexInformer<T> informer;
    private final Queue<ResourceEventHandler<? super T>> handlers = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    SharedInformerView(SharedIndexInformer<T> informer) {
        this.informer = informer;
    }

    @Override
    public SharedIndexInformer<T> addEventHandler(ResourceEventHandler<? super T> handler) {
        handlers.add(handler);
        informer.addEventHandler(handler);
        return this;
    }

    @Override
    public SharedIndexInformer<T> addEventHandlerWithResyncPeriod(
            ResourceEventHandler<? super T> handler, long resync) {
        return addEventHandler(handler);
    }

    @Override
    public SharedIndexInformer<T> removeEventHandler(ResourceEventHandler<? super T> handler) {
        handlers.remove(handler);
        informer.removeEventHandler(handler);
        return this;
    }

    @Override
    public CompletionStage<Void> start() {
        return informer.start();
    }

    @Override
    public SharedIndexInformer<T> run() {
        informer.run();
        return this;
    }

    @Override
    public void stop() {
        handlers.forEach(informer::removeEventHandler);
        handlers.clear();
        stopped.complete(null);
    }

    @Override
    public CompletionStage<Void> stopped() {
        return stopped;
    }

    @Override
    public SharedIndexInformer<T> addIndexers(Map<String, Function<T, List<String>>> indexers) {
        informer.addIndexers(indexers);
        return this;
    }

    @Override
    public SharedIndexInformer<T> removeIndexer(String name) {
        return this;
    }

    @Override
    public Indexer<T> getIndexer() {
        return informer.getIndexer();
    }

    @Override
    public Store<T> getStore() {
        return informer.getStore();
    }

    @Override
    public String lastSyncResourceVersion() {
        return informer.lastSyncResourceVersion();
    }

    @Override
    public boolean isRunning() {
        return !stopped.isDone() && informer.isRunning();
    }

    @Override
    public boolean isWatching() {
        return informer.isWatching();
    }

    @Override
    public Class<T> getApiTypeClass() {
        return informer.getApiTypeClass();
    }

    /** The cache and its error handling belong to the shared informer, so these three change nothing. */
    @Override
    public SharedIndexInformer<T> initialState(Stream<T> items) {
        return this;
    }

    @Override
    public SharedIndexInformer<T> itemStore(ItemStore<T> itemStore) {
        return this;
    }

    @Override
    public SharedIndexInformer<T> exceptionHandler(ExceptionHandler handler) {
        return this;
    }

    @Override
    public String toString() {
        return "view of " + informer;
    }
}
