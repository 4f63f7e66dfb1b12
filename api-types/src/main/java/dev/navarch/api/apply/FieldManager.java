package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ManagedFields.Entry;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.StructuralSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code metadata.managedFields} on every write of one resource or subresource in one version, and performs
 * server-side apply. Immutable and safe for several threads; made once per resource, subresource and version by
 * {@link #builder}.
 */
public final class FieldManager {

    /** Upstream's limit for the name of a manager, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 128;

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final ManagerId CURRENT_OPERATION = new ManagerId("current-operation", "", "", "");

    private final GroupVersionKind kind;
    private final String subresource;
    private final StructuredMerge merge;
    private final Supplier<ObjectNode> emptyObject;
    private final UnaryOperator<ObjectNode> defaulter;

    private FieldManager(Builder builder) {
        this.kind = builder.kind;
        this.subresource = builder.subresource;
        this.emptyObject = builder.emptyObject;
        this.defaulter = builder.defaulter;
        var versions = new KindVersions(builder.types, builder.schemas, builder.converter, builder.filters);
        this.merge = new StructuredMerge(builder.kind, versions);
    }

    /**
     * Starts a manager of a kind.
     *
     * @param schemas the schema of the kind by {@code apiVersion}; empty for a version that has none, whose types are
     *     then deduced
     */
    public static Builder builder(GroupVersionKind kind, Function<String, Optional<StructuralSchema>> schemas) {
        return new Builder(kind, schemas);
    }

    /**
     * The name under which a request writes: the one it gives, or else what its user agent begins with.
     *
     * @param fieldManager the request's parameter; empty for none
     * @param userAgent such as {@code kubectl/v1.36.0 (linux/amd64)}
     */
    public static String nameOf(String fieldManager, String userAgent) {
        if (!fieldManager.isEmpty()) {
            return fieldManager;
        }
        int slash = userAgent.indexOf('/');
        String product = slash < 0 ? userAgent : userAgent.substring(0, slash);
        var name = new StringBuilder();
        int bytes = 0;
        for (int c : product.codePoints().filter(FieldManager::isPrintable).toArray()) {
            bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME_BYTES) {
                break;
            }
            name.appendCodePoint(c);
        }
        return name.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /**
     * Records who made a create, update or patch. Changes and answers with {@code updated}, whose
     * {@code metadata.managedFields} it replaces: entries that came with the request are taken if they are sound, an
     * empty list or one empty entry resets, and otherwise those of the live object go on. An object that does not fit
     * its schema is left without managed fields, as upstream does.
     *
     * @param live the object before, not changed; null on create
     * @param updated the object after, decoded and with defaults, in the version of this manager
     * @param manager the name of who writes; empty counts as {@code unknown}
     */
    public ObjectNode update(@Nullable ObjectNode live, ObjectNode updated, String manager, Instant now) {
        ObjectNode before = live == null ? empty() : live;
        ManagedFields managed = liveOrUpdated(before, updated);
        removeManagedFields(updated);
        try {
            if (managed.isEmpty() && !uid(before).isEmpty()) {
                return updated; // never tracked, and this is no create: only an apply starts to
            }
            track(before, updated, managed, manager, now).encodeInto(updated);
        } catch (TypedException e) {
            removeManagedFields(updated);
        }
        return updated;
    }

    /**
     * Server-side apply: merges a configuration into the live object.
     *
     * @param live the object before, not changed; null on create
     * @param applied the configuration as sent; not changed
     * @param force whether to take over what others own
     * @return a new object, with defaults; equal to the live one but for managed fields if nothing changes
     * @throws StatusException 409 with a cause for each conflict, 400 for another kind or version or for managed fields
     *     in the configuration, 500 as upstream for a configuration that does not fit the schema
     */
    public ObjectNode apply(@Nullable ObjectNode live, ObjectNode applied, String manager, boolean force, Instant now) {
        ObjectNode before = live == null ? empty() : live;
        ManagedFields managed;
        try {
            managed = ManagedFields.decode(managedFields(before));
        } catch (IllegalArgumentException e) {
            throw StructuredMerge.unclassified("failed to decode managed fields: " + e.getMessage());
        }
        requireKind(applied);
        Result result = applyOverLastApplied(before, applied, managed, manager, force, now);
        ObjectNode object = result.object;
        if (manager.equals(LastApplied.MANAGER) && LastApplied.isKeptBy(object)) {
            LastApplied.record(object, applied);
        }
        result.managed.encodeInto(object);
        return object;
    }

    /** An object, without managed fields, and who owns what of it. */
    private record Result(ObjectNode object, ManagedFields managed) {}

    private void requireKind(ObjectNode applied) {
        boolean same = applied.path("apiVersion").asText("").equals(kind.apiVersion())
                && applied.path("kind").asText("").equals(kind.kind());
        if (!same) {
            throw StatusException.badRequest("invalid object type: " + StructuredMerge.describeKind(applied));
        }
    }

    /** Fields that kubectl's client-side apply set before are not in conflict with kubectl's server-side apply. */
    private Result applyOverLastApplied(
            ObjectNode live, ObjectNode applied, ManagedFields managed, String manager, boolean force, Instant now) {
        try {
            return applyOrTrackFirst(live, applied, managed, manager, force, now);
        } catch (ApplyConflicts e) {
            if (!manager.equals(LastApplied.MANAGER)) {
                throw e.toStatus();
            }
            Optional<FieldSet> allowed = LastApplied.configuration(live, kind.apiVersion())
                    .flatMap(configuration -> merge.unchangedSince(configuration, live));
            if (allowed.isEmpty()) {
                throw e.toStatus();
            }
            if (!e.fields().difference(allowed.get()).isEmpty()) {
                throw e.without(allowed.get()).toStatus();
            }
        }
        try {
            return applyOrTrackFirst(live, applied, managed, manager, true, now);
        } catch (ApplyConflicts e) {
            throw e.toStatus();
        }
    }

    private Result applyOrTrackFirst(
            ObjectNode live, ObjectNode applied, ManagedFields managed, String manager, boolean force, Instant now)
            throws ApplyConflicts {
        ManagedFields tracked = managed;
        ObjectNode before = live;
        if (managed.isEmpty()) {
            before = live.deepCopy();
            removeManagedFields(before);
            try {
                tracked = track(empty(), before, managed, BEFORE_FIRST_APPLY, now);
            } catch (TypedException e) {
                throw StructuredMerge.unclassified("failed to create manager for existing fields: " + e.getMessage());
            }
        }
        var id = new ManagerId(nameOf(manager), ManagerId.APPLY, "", subresource);
        ObjectNode untracked = withoutManagedFields(before);
        OwnershipUpdater.Applied result = merge.apply(untracked, applied, tracked, id, force);
        MetadataFields.strip(result.managed(), id);
        if (result.object().isEmpty()) {
            return new Result(untracked.deepCopy(), result.managed());
        }
        result.managed().entries().computeIfPresent(id, (same, entry) -> entry.at(now));
        return new Result(defaulter.apply(result.object().get().deepCopy()), result.managed());
    }

    /** Who owns what after an update; a manager that changed something gets the time of now. */
    private ManagedFields track(ObjectNode live, ObjectNode updated, ManagedFields managed, String manager, Instant now)
            throws TypedException {
        ManagedFields out = merge.update(withoutManagedFields(live), updated, managed, CURRENT_OPERATION);
        MetadataFields.strip(out, CURRENT_OPERATION);
        Entry taken = out.get(CURRENT_OPERATION);
        if (taken != null) {
            out.remove(CURRENT_OPERATION);
            var id = new ManagerId(nameOf(manager), ManagerId.UPDATE, kind.apiVersion(), subresource);
            Entry previous = out.get(id);
            FieldSet set = previous == null ? taken.set() : taken.set().union(previous.set());
            out.put(id, Entry.of(set, taken.apiVersion(), false, ManagedFields.timestamp(now)));
        }
        ManagerCap.enforce(out);
        return out;
    }

    private ManagedFields liveOrUpdated(ObjectNode live, ObjectNode updated) {
        if (subresource.isEmpty()) {
            JsonNode sent = managedFields(updated);
            if (isReset(sent)) {
                return ManagedFields.empty();
            }
            ManagedFields managed = decodeOrEmpty(sent);
            if (!managed.isEmpty()) {
                return managed;
            }
        }
        return decodeOrEmpty(managedFields(live));
    }

    private static ManagedFields decodeOrEmpty(@Nullable JsonNode encoded) {
        try {
            return ManagedFields.decode(encoded);
        } catch (IllegalArgumentException e) {
            return ManagedFields.empty();
        }
    }

    private static boolean isReset(@Nullable JsonNode sent) {
        if (sent == null || !sent.isArray() || sent.size() > 1) {
            return false;
        }
        return sent.isEmpty() || (sent.get(0).isObject() && sent.get(0).isEmpty());
    }

    private ObjectNode empty() {
        ObjectNode object = emptyObject.get();
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
        return object;
    }

    private static String nameOf(String manager) {
        return manager.isEmpty() ? "unknown" : manager;
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText("");
    }

    private static @Nullable JsonNode managedFields(ObjectNode object) {
        return object.path("metadata").get("managedFields");
    }

    private static void removeManagedFields(ObjectNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }

    /** The object without managed fields, sharing everything else with the one given. */
    private static ObjectNode withoutManagedFields(ObjectNode object) {
        if (managedFields(object) == null) {
            return object;
        }
        ObjectNode copy = Json.object();
        copy.setAll(object);
        ObjectNode metadata = Json.object();
        metadata.setAll((ObjectNode) object.get("metadata"));
        metadata.remove("managedFields");
        copy.set("metadata", metadata);
        return copy;
    }

    /** What a manager needs to know of its kind. */
    public static final class Builder {
        private final GroupVersionKind kind;
        private final Function<String, Optional<StructuralSchema>> schemas;
        private String subresource = "";
        private MergeTypes types = new MergeTypes();
        private ObjectConverter converter = ObjectConverter.singleVersion();
        private Function<String, FieldFilter> filters = apiVersion -> FieldFilter.all();
        private Supplier<ObjectNode> emptyObject = Json::object;
        private UnaryOperator<ObjectNode> defaulter = UnaryOperator.identity();

        private Builder(GroupVersionKind kind, Function<String, Optional<StructuralSchema>> schemas) {
            this.kind = kind;
            this.schemas = schemas;
        }

        /** The subresource that is written through, such as {@code status}; ownership through it is separate. */
        public Builder subresource(String subresource) {
            this.subresource = subresource;
            return this;
        }

        /** Shares types with the managers of other kinds, versions and subresources. */
        public Builder types(MergeTypes types) {
            this.types = types;
            return this;
        }

        public Builder converter(ObjectConverter converter) {
            this.converter = converter;
            return this;
        }

        /** By {@code apiVersion}, what may be owned: the fields that the resource resets on writes may not. */
        public Builder filters(Function<String, FieldFilter> filters) {
            this.filters = filters;
            return this;
        }

        /** A new object as it is decoded from {@code {}}: with the members that answers show even when unset. */
        public Builder emptyObject(Supplier<ObjectNode> emptyObject) {
            this.emptyObject = emptyObject;
            return this;
        }

        /** Brings the object that an apply leads to into the form of a decoded object and adds defaults; may change it. */
        public Builder defaulter(UnaryOperator<ObjectNode> defaulter) {
            this.defaulter = defaulter;
            return this;
        }

        public FieldManager build() {
            return new FieldManager(this);
        }
    }
}
