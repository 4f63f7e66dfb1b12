package dev.navarch.apiserver.registry;

import dev.navarch.apiserver.cache.ResourceCache;
import dev.navarch.apiserver.cache.WatchCacheOptions;

/** Makes the watch cache of one resource. */
@FunctionalInterface
public interface CacheFactory {

    ResourceCache start(WatchCacheOptions options);
}
