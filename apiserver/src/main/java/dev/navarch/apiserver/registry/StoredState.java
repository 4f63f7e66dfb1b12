package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.storage.KeyValue;
import java.util.function.Supplier;

/** A state of an object, read from storage or from the cache, made a tree only when one is wanted. */
record StoredState(long revision, Supplier<ObjectNode> source) {

    static StoredState of(KeyValue state, StoredForm form) {
        return new StoredState(state.modRevision(), () -> {
            ObjectNode object = form.decode(state.key(), state.value());
            ObjectMeta.setResourceVersion(object, Long.toString(state.modRevision()));
            return object;
        });
    }

    static StoredState of(CachedObject cached) {
        return new StoredState(cached.modRevision(), () -> cached.tree().deepCopy());
    }

    /** With its resourceVersion, in the stored version; the caller's to change. */
    ObjectNode tree() {
        return source.get();
    }
}
