package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.StorageForm;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ListQuery;
import dev.navarch.apiserver.cache.ObjectList;
import dev.navarch.apiserver.cache.ResourceCache;
import dev.navarch.apiserver.cache.ResourceWatch;
import dev.navarch.apiserver.cache.WatchQuery;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.storage.GuaranteedUpdate;
import dev.navarch.apiserver.storage.Storage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The objects of one resource in all its versions. Reads come from the watch cache, writes go to storage and come back
 * through the cache to every reader. Safe for use by many threads.
 */
public final class ResourceStore implements AutoCloseable {

    private final Storage storage;
    private final StorageForm location;
    private final StoredForm form;
    private final LazyCache cache;
    private final ObjectCreation creation;
    private final ObjectChange change;
    private final ObjectDeletion deletion;

    ResourceStore(Storage storage, StorageForm location, StoredForm form, Supplier<ResourceCache> cache) {
        this.storage = storage;
        this.location = location;
        this.form = form;
        this.cache = new LazyCache(cache);
        this.creation = new ObjectCreation(this);
        this.deletion = new ObjectDeletion(this);
        this.change = new ObjectChange(this, creation, deletion);
    }

    /** One object; 404 when there is none that fresh. */
    public CachedObject get(ServedResource served, String namespace, String name, Consistency consistency) {
        Optional<CachedObject> found = StorageErrors.telling(
                served.groupResource(), name, "get", () -> cache().get(key(namespace, name), consistency));
        return found.orElseThrow(() -> StatusException.notFound(served.groupResource(), name));
    }

    public ObjectList list(ServedResource served, ListQuery query) {
        return StorageErrors.telling(served.groupResource(), "", "list", () -> cache().list(query));
    }

    public ResourceWatch watch(ServedResource served, WatchQuery query) {
        return StorageErrors.telling(served.groupResource(), "", "watch", () -> cache().watch(query));
    }

    /**
     * Stores a new object and returns it as stored, in the served version.
     *
     * @param object decoded, defaulted and admitted, in the served version; consumed
     */
    public ObjectNode create(
            RequestContext context, ServedResource served, ObjectNode object, WriteValidation validation) {
        return creation.create(context, served, object, validation);
    }

    /** What an update led to; {@code object} in the served version. */
    public record Updated(ObjectNode object, boolean created) {}

    /**
     * Changes an object, or creates it where the kind or {@code forceCreate} allows that.
     *
     * @param subresource empty for the object itself
     * @param expectedUid an object of another identity is a conflict; empty for any
     */
    public Updated update(
            RequestContext context,
            ServedResource served,
            String subresource,
            String namespace,
            String name,
            String expectedUid,
            ObjectUpdate update,
            boolean forceCreate,
            WriteValidation createValidation,
            WriteValidation updateValidation) {
        var request = new ObjectChange.Request(
                context,
                served,
                subresource,
                namespace,
                name,
                expectedUid,
                update,
                forceCreate,
                createValidation,
                updateValidation);
        return change.run(request);
    }

    /**
     * What a delete led to.
     *
     * @param object the object, or the {@code Status} that it is gone
     * @param gone false when the object stays on for finalizers or grace
     */
    public record Deleted(ObjectNode object, boolean gone) {}

    public Deleted delete(
            RequestContext context,
            ServedResource served,
            String namespace,
            String name,
            DeleteOptions options,
            WriteValidation validation) {
        return deletion.delete(context, served, namespace, name, options, validation);
    }

    /** The key of one object, for queries. */
    public String key(String namespace, String name) {
        if (name.equals(".") || name.equals("..")) {
            throw StatusException.badRequest("Name parameter invalid: \"" + name + "\": may not be '" + name + "'");
        }
        return location.key(namespace, name);
    }

    /** What all keys of a namespace begin with, of all namespaces when it is empty. */
    public String scope(String namespace) {
        return location.listPrefix(namespace);
    }

    public ResourceCache cache() {
        return cache.get();
    }

    /** Whether anything has been read yet, so that there is a cache. */
    public boolean isCached() {
        return cache.isStarted();
    }

    public StoredForm form() {
        return form;
    }

    Storage storage() {
        return storage;
    }

    /** What storage has under a key. */
    Optional<StoredState> read(String key) {
        return storage.get(key).map(state -> StoredState.of(state, form));
    }

    /** Changes a key, beginning with what the cache has of it. */
    GuaranteedUpdate.Outcome<StoredState> change(
            String key, GuaranteedUpdate.Change<StoredState, RuntimeException> change) {
        Optional<StoredState> cached = cache().get(key, Consistency.ANY).map(StoredState::of);
        return new GuaranteedUpdate<StoredState>(storage, state -> StoredState.of(state, form), StoredState::revision)
                .runCached(key, cached, change);
    }

    @Override
    public void close() {
        cache.close();
    }
}
