package dev.navarch.apiserver.registry;

import dev.navarch.apiserver.cache.ResourceCache;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts a cache when it is first needed. Guarded by its lock. */
final class LazyCache implements AutoCloseable {

    private final Supplier<ResourceCache> start;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ResourceCache cache;
    private boolean closed;

    LazyCache(Supplier<ResourceCache> start) {
        this.start = start;
    }

    ResourceCache get() {
        ResourceCache known = cache;
        return known != null ? known : started();
    }

    boolean isStarted() {
        return cache != null;
    }

    private ResourceCache started() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the server is shutting down");
            }
            ResourceCache known = cache;
            if (known == null) {
                known = start.get();
                cache = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ResourceCache known = cache;
            if (known != null) {
                known.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
