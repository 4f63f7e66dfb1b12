package dev.navarch.api.apply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bounds the entries of updaters: the oldest of one version are joined into one entry. */
final class ManagerCap {

    static final int MAX_UPDATE_MANAGERS = 10;
    private static final String BUCKET = "ancient-changes";

    private ManagerCap() {}

    static void enforce(ManagedFields managed) {
        List<ManagerId> updaters = new ArrayList<>();
        managed.entries().forEach((id, entry) -> {
            if (!entry.applied()) {
                updaters.add(id);
            }
        });
        if (updaters.size() <= MAX_UPDATE_MANAGERS) {
            return;
        }
        updaters.sort(
                Comparator.<ManagerId, String>comparing(id -> entry(managed, id).timeOrder())
                        .thenComparing(ManagerId::sortKey));
        joinOldest(managed, updaters);
    }

    private static void joinOldest(ManagedFields managed, List<ManagerId> updaters) {
        Map<String, ManagerId> firstOfVersion = new HashMap<>();
        int count = updaters.size();
        for (ManagerId id : updaters) {
            if (count <= MAX_UPDATE_MANAGERS) {
                return;
            }
            ManagedFields.Entry entry = entry(managed, id);
            ManagerId first = firstOfVersion.putIfAbsent(entry.apiVersion(), id);
            if (first == null) {
                continue;
            }
            var bucket = new ManagerId(BUCKET, ManagerId.UPDATE, entry.apiVersion(), "");
            ManagerId other = id.equals(bucket) || managed.get(bucket) == null ? first : bucket;
            ManagedFields.Entry joined = entry(managed, other);
            managed.remove(other);
            managed.remove(id);
            managed.put(
                    bucket,
                    ManagedFields.Entry.of(entry.set().union(joined.set()), entry.apiVersion(), false, entry.time()));
            count--;
        }
    }

    private static ManagedFields.Entry entry(ManagedFields managed, ManagerId id) {
        ManagedFields.Entry entry = managed.get(id);
        if (entry == null) {
            throw new IllegalStateException("no entry of " + id);
        }
        return entry;
    }
}
