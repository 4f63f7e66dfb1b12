package dev.navarch.apiserver.registry;

import dev.navarch.api.catalog.StorageForm;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.cache.WatchCacheOptions;
import dev.navarch.apiserver.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All resources that are served, built-in and custom, as of now: resources come and go while the server runs. Readers see
 * one consistent state each; writers are serialized by this object's monitor.
 */
public final class ResourceRegistry implements AutoCloseable {

    private final Storage storage;
    private final CacheFactory caches;
    private final StoredForms forms;
    private final AtomicLong changes = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<GroupVersionResource, ServedResource> served = Map.of();
    private volatile Map<String, ResourceStore> stores = Map.of();

    public ResourceRegistry(Storage storage, CacheFactory caches, StoredForms forms) {
        this.storage = storage;
        this.caches = caches;
        this.forms = forms;
    }

    public Optional<ServedResource> find(GroupVersionResource resource) {
        return Optional.ofNullable(served.get(resource));
    }

    /** Any served version of a resource, the first that was added. */
    public Optional<ServedResource> find(GroupResource resource) {
        return served.values().stream()
                .filter(each -> each.groupResource().equals(resource))
                .findFirst();
    }

    /** All that is served, in the order in which it was added. */
    public List<ServedResource> all() {
        return List.copyOf(served.values());
    }

    public List<ServedResource> all(GroupVersion version) {
        return served.values().stream()
                .filter(each -> each.descriptor().kind().groupVersion().equals(version))
                .toList();
    }

    /** Where the objects of a resource are; not for virtual ones. */
    public ResourceStore store(ServedResource resource) {
        ResourceStore store = stores.get(resource.storage().prefix());
        return store != null ? store : open(resource);
    }

    /** Serves these resources, replacing what was served in their place; all become visible at once. */
    public synchronized void add(List<ServedResource> resources) {
        var next = new LinkedHashMap<>(served);
        resources.forEach(resource -> next.put(resource.resource(), resource));
        served = next;
        changed();
    }

    /** Serves these resources no more. Their objects stay in storage; running watches end. */
    public synchronized void remove(List<GroupVersionResource> resources) {
        var next = new LinkedHashMap<>(served);
        var prefixes = new ArrayList<String>();
        for (GroupVersionResource resource : resources) {
            ServedResource removed = next.remove(resource);
            if (removed != null && removed.isStored()) {
                prefixes.add(removed.storage().prefix());
            }
        }
        served = next;
        next.values().stream()
                .filter(ServedResource::isStored)
                .forEach(each -> prefixes.remove(each.storage().prefix()));
        close(prefixes);
        changed();
    }

    /**
     * Serves these resources in place of others, at once. What was served is read anew from storage, and its watches end:
     * for resources that are stored otherwise than before.
     */
    public synchronized void replace(List<GroupVersionResource> gone, List<ServedResource> resources) {
        var next = new LinkedHashMap<>(served);
        var prefixes = new ArrayList<String>();
        for (GroupVersionResource resource : gone) {
            ServedResource removed = next.get(resource);
            if (removed != null && removed.isStored()) {
                prefixes.add(removed.storage().prefix());
            }
        }
        resources.forEach(resource -> next.put(resource.resource(), resource));
        gone.stream()
                .filter(each -> resources.stream()
                        .noneMatch(resource -> resource.resource().equals(each)))
                .forEach(next::remove);
        served = next;
        close(prefixes);
        changed();
    }

    /** Counts up with each change of what is served; for caches of things derived from it. */
    public long version() {
        return changes.get();
    }

    /** Runs the action after each change; it must be quick. */
    public void onChange(Runnable action) {
        listeners.add(action);
    }

    /** The stores that have been used so far. */
    public List<ResourceStore> stores() {
        return List.copyOf(stores.values());
    }

    @Override
    public synchronized void close() {
        close(List.copyOf(stores.keySet()));
    }

    private void changed() {
        changes.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    private void close(List<String> prefixes) {
        var next = new LinkedHashMap<>(stores);
        for (String prefix : prefixes) {
            ResourceStore store = next.remove(prefix);
            if (store != null) {
                store.close();
            }
        }
        stores = next;
    }

    private synchronized ResourceStore open(ServedResource resource) {
        StorageForm location = resource.storage();
        ResourceStore known = stores.get(location.prefix());
        if (known != null) {
            return known;
        }
        StoredForm form = forms.of(resource);
        var options = new WatchCacheOptions(
                resource.groupResource().toString(),
                location.prefix() + "/",
                form,
                resource.strategy().selectableFieldNames());
        var store = new ResourceStore(storage, location, form, () -> caches.start(options));
        var next = new LinkedHashMap<>(stores);
        next.put(location.prefix(), store);
        stores = next;
        return store;
    }
}
