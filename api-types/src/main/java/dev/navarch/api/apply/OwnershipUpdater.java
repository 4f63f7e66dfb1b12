package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ApplyConflicts.Conflict;
import dev.navarch.api.apply.ManagedFields.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The core of field ownership: who owns what after a write, and what an apply makes of the live object. */
final class OwnershipUpdater {

    private final KindVersions versions;

    OwnershipUpdater(KindVersions versions) {
        this.versions = versions;
    }

    /** The writer takes over every field that it changed; fields that are gone have no owner any more. */
    ManagedFields update(TypedValue live, TypedValue updated, ManagedFields managed, ManagerId manager)
            throws TypedException {
        ManagedFields out = reconcile(live, managed);
        Comparison change;
        try {
            change = takeOver(live, updated, out, manager, true);
        } catch (ApplyConflicts e) {
            throw new IllegalStateException("a forced write has no conflicts", e);
        }
        Entry before = out.get(manager);
        FieldSet owned = before == null ? FieldSet.EMPTY : before.set();
        FieldSet set = versions.filter(live.apiVersion())
                .filter(owned.difference(change.removed())
                        .union(change.modified())
                        .union(change.added()));
        if (set.isEmpty()) {
            out.remove(manager);
        } else {
            out.put(manager, Entry.of(set, live.apiVersion(), false, before == null ? null : before.time()));
        }
        return out;
    }

    /** What an apply leads to; the object is empty if nothing changes. */
    record Applied(Optional<ObjectNode> object, ManagedFields managed) {}

    Applied apply(TypedValue live, TypedValue applied, ManagedFields managed, ManagerId manager, boolean force)
            throws TypedException, ApplyConflicts {
        ManagedFields out = reconcile(live, managed);
        TypedValue merged = live.merge(applied);
        Entry last = out.get(manager);
        FieldSet set = versions.filter(live.apiVersion()).filter(applied.fields());
        out.put(manager, Entry.of(set, live.apiVersion(), true, last == null ? null : last.time()));
        TypedValue pruned = last == null || isKept(last, set, live.apiVersion()) ? merged : prune(merged, out, last);
        takeOver(live, pruned, out, manager, force);
        boolean same = JsonOrder.equal(live.value(), pruned.value());
        if (same) {
            return new Applied(Optional.empty(), out);
        }
        if (!(pruned.value() instanceof ObjectNode object)) {
            throw new TypedException("failed to convert value to unstructured for type <nil>");
        }
        return new Applied(Optional.of(object), out);
    }

    /** Whether all that was applied before is applied again, so that nothing can be left to prune. */
    private static boolean isKept(Entry last, FieldSet set, String apiVersion) {
        return last.set().isEmpty()
                || (last.apiVersion().equals(apiVersion)
                        && last.set().difference(set).isEmpty());
    }

    /** Takes from the other managers what the writer changed and what is gone; drops those left with nothing. */
    private Comparison takeOver(
            TypedValue live, TypedValue updated, ManagedFields managed, ManagerId writer, boolean force)
            throws TypedException, ApplyConflicts {
        Comparison own = live.compare(updated).filtered(versions.filter(live.apiVersion()));
        Map<String, Comparison> changes = new HashMap<>();
        changes.put(live.apiVersion(), own);
        Map<ManagerId, FieldSet> lost = new LinkedHashMap<>();
        Map<ManagerId, FieldSet> gone = new LinkedHashMap<>();
        for (ManagerId id : managed.ids()) {
            Entry entry = managed.get(id);
            if (id.equals(writer) || entry == null) {
                continue;
            }
            Comparison change = changes.get(entry.apiVersion());
            if (change == null) {
                change = compareIn(entry.apiVersion(), live, updated);
                if (change == null) {
                    managed.remove(id);
                    continue;
                }
                changes.put(entry.apiVersion(), change);
            }
            FieldSet conflicting = entry.set().intersection(change.modified().union(change.added()));
            if (!conflicting.isEmpty()) {
                lost.put(id, conflicting);
            }
            if (!change.removed().isEmpty()) {
                gone.put(id, change.removed());
            }
        }
        if (!force && !lost.isEmpty()) {
            throw new ApplyConflicts(conflicts(lost));
        }
        lost.forEach((id, fields) -> subtract(managed, id, fields));
        gone.forEach((id, fields) -> subtract(managed, id, fields));
        managed.removeEmpty();
        return own;
    }

    private @Nullable Comparison compareIn(String apiVersion, TypedValue live, TypedValue updated)
            throws TypedException {
        Optional<TypedValue> before = versions.convert(live, apiVersion);
        Optional<TypedValue> after = versions.convert(updated, apiVersion);
        if (before.isEmpty() || after.isEmpty()) {
            return null;
        }
        return before.get().compare(after.get()).filtered(versions.filter(apiVersion));
    }

    private static List<Conflict> conflicts(Map<ManagerId, FieldSet> lost) {
        List<Conflict> conflicts = new ArrayList<>();
        lost.forEach((id, fields) -> fields.forEach(path -> conflicts.add(new Conflict(id, path))));
        return conflicts;
    }

    private static void subtract(ManagedFields managed, ManagerId id, FieldSet fields) {
        managed.entries()
                .computeIfPresent(id, (same, entry) -> entry.with(entry.set().difference(fields)));
    }

    /** Removes what the applier applied before and not now, unless someone else owns it. */
    private TypedValue prune(TypedValue merged, ManagedFields managed, Entry last) throws TypedException {
        Optional<TypedValue> inLast = versions.convert(merged, last.apiVersion());
        if (inLast.isEmpty()) {
            return merged;
        }
        TypedValue converted = inLast.get();
        TypedValue pruned = converted.remove(last.set().withNamedFields(converted.type()));
        pruned = addBackOwned(converted, pruned, last.apiVersion(), managed);
        pruned = addBackDangling(converted, pruned, last);
        return versions.convert(pruned, merged.apiVersion()).orElse(merged);
    }

    /** Adds back what any manager owns, the applier's new fields included. */
    private TypedValue addBackOwned(TypedValue merged, TypedValue pruned, String prunedVersion, ManagedFields managed)
            throws TypedException {
        Map<String, FieldSet> owned = new LinkedHashMap<>();
        // What is owned in the pruned version comes first: it may be needed for the conversion to others.
        owned.put(prunedVersion, FieldSet.EMPTY);
        managed.entries().values().forEach(entry -> owned.merge(entry.apiVersion(), entry.set(), FieldSet::union));
        TypedValue current = pruned;
        for (Map.Entry<String, FieldSet> inVersion : owned.entrySet()) {
            Optional<TypedValue> all = versions.convert(merged, inVersion.getKey());
            Optional<TypedValue> some = versions.convert(current, inVersion.getKey());
            if (all.isPresent() && some.isPresent()) {
                current = addBack(all.get(), some.get(), inVersion.getValue());
            }
        }
        return current;
    }

    private static TypedValue addBack(TypedValue merged, TypedValue pruned, FieldSet owned) throws TypedException {
        MergeType type = merged.type();
        FieldSet keep = pruned.fields().withNamedFields(type).union(owned.withNamedFields(type));
        return merged.remove(merged.fields().withNamedFields(type).difference(keep));
    }

    /** Adds back what the applier did not own: fields without owner, or owned by updaters, inside of what was pruned. */
    private TypedValue addBackDangling(TypedValue merged, TypedValue pruned, Entry last) throws TypedException {
        Optional<TypedValue> converted = versions.convert(pruned, last.apiVersion());
        if (converted.isEmpty()) {
            return merged;
        }
        MergeType type = merged.type();
        FieldSet remaining = converted.get().fields().withNamedFields(type);
        FieldSet all = merged.fields().withNamedFields(type);
        return merged.remove(all.difference(remaining).intersection(last.set().withNamedFields(type)));
    }

    /** Adapts the sets to schemas that changed since they were written. */
    private ManagedFields reconcile(TypedValue live, ManagedFields managed) {
        ManagedFields out = ManagedFields.empty();
        managed.entries()
                .forEach((id, entry) -> versions.convert(live, entry.apiVersion())
                        .ifPresent(
                                object -> out.put(id, entry.with(SchemaChange.reconcile(entry.set(), object.type())))));
        return out;
    }
}
