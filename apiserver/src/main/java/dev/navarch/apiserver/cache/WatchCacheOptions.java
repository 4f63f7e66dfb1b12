package dev.navarch.apiserver.cache;

import java.util.Set;

/**
 * What a watch cache is for.
 *
 * @param resource its name in logs and thread names, such as {@code deployments.apps}
 * @param prefix of all its keys, ending with a slash
 * @param decoder makes objects of stored values
 * @param triggerFields selectable fields that watches may be woken by
 */
public record WatchCacheOptions(String resource, String prefix, ObjectDecoder decoder, Set<String> triggerFields) {

    public WatchCacheOptions {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("the prefix of a resource ends with a slash: " + prefix);
        }
        triggerFields = Set.copyOf(triggerFields);
    }
}
