package dev.navarch.api.apply;

import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.apply.MergeType.Reference;
import dev.navarch.api.apply.MergeType.Scalar;
import dev.navarch.api.schema.StructuralSchema;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the types that field ownership works with out of schemas, once per schema node: kinds that share nodes should
 * share one instance of this. Safe for use by several threads; lives as long as the kinds whose schemas it knows.
 */
public final class MergeTypes {

    private static final String RAW_EXTENSION = "io.k8s.apimachinery.pkg.runtime.RawExtension";

    private final @Nullable StructuralSchema objectMeta;

    // Guarded by this.
    private final IdentityHashMap<StructuralSchema, MergeType> plain = new IdentityHashMap<>();
    private final IdentityHashMap<StructuralSchema, MergeType> preserving = new IdentityHashMap<>();

    private final IdentityHashMap<StructuralSchema, MergeType> objects = new IdentityHashMap<>();

    /** For built-in kinds, whose schemas say what {@code metadata} is; of others its members are owned one by one. */
    public MergeTypes() {
        this(null);
    }

    /**
     * For custom kinds too.
     *
     * @param objectMeta the schema of {@code metadata}, whatever an object's own schema says of it
     */
    public MergeTypes(@Nullable StructuralSchema objectMeta) {
        this.objectMeta = objectMeta;
    }

    MergeType of(StructuralSchema schema) {
        return of(schema, false);
    }

    /** The type of a whole object: with {@code apiVersion}, {@code kind} and {@code metadata}. */
    synchronized MergeType ofObject(StructuralSchema schema) {
        MergeType known = objects.get(schema);
        if (known == null) {
            MergeType declared = of(schema);
            known = schema.definition() == null && declared.map() != null
                    ? new MergeType(declared.scalar(), declared.list(), withObjectMembers(declared.map()))
                    : declared;
            objects.put(schema, known);
        }
        return known;
    }

    private MapType withObjectMembers(MapType map) {
        StructuralSchema string =
                StructuralSchema.builder(StructuralSchema.Type.STRING).build();
        StructuralSchema metadata = objectMeta == null
                ? StructuralSchema.builder(StructuralSchema.Type.OBJECT).build()
                : objectMeta;
        return map.with(Map.of(
                "apiVersion", new Reference(this, "apiVersion", string, false),
                "kind", new Reference(this, "kind", string, false),
                "metadata", new Reference(this, "metadata", metadata, false)));
    }

    /**
     * The type of a node.
     *
     * @param preserve whether a node above it preserves unknown fields, which holds for all below
     */
    synchronized MergeType of(StructuralSchema schema, boolean preserve) {
        boolean preserves = preserve || schema.preserveUnknownFields();
        var known = preserves ? preserving : plain;
        MergeType type = known.get(schema);
        if (type == null) {
            type = make(schema, preserves);
            known.put(schema, type);
        }
        return type;
    }

    private MergeType make(StructuralSchema schema, boolean preserve) {
        return switch (schema.type()) {
            case OBJECT ->
                RAW_EXTENSION.equals(schema.definition())
                        ? MergeType.UNTYPED_ATOMIC
                        : new MergeType(null, null, map(schema, preserve));
            case ARRAY -> new MergeType(null, list(schema, preserve), null);
            case STRING -> new MergeType(string(schema.format()), null, null);
            case INTEGER, NUMBER -> new MergeType(Scalar.NUMERIC, null, null);
            case BOOLEAN -> new MergeType(Scalar.BOOLEAN, null, null);
            case QUANTITY -> new MergeType(Scalar.UNTYPED, null, null);
            case INT_OR_STRING -> MergeType.DEDUCED;
            case ANY -> any(schema, preserve);
        };
    }

    private MergeType any(StructuralSchema schema, boolean preserve) {
        if (schema.properties().isEmpty() && schema.items() == null && schema.additionalProperties() == null) {
            return schema.mapType() == StructuralSchema.MapType.ATOMIC ? MergeType.UNTYPED_ATOMIC : MergeType.DEDUCED;
        }
        return new MergeType(Scalar.UNTYPED, list(schema, preserve), map(schema, preserve));
    }

    private static Scalar string(@Nullable String format) {
        return format == null || format.isEmpty() || format.equals("byte") ? Scalar.STRING : Scalar.UNTYPED;
    }

    private MapType map(StructuralSchema schema, boolean preserve) {
        StructuralSchema additional = schema.additionalProperties();
        if (additional != null) {
            return MapType.of(this, schema, preserve, new Reference(this, "*", additional, preserve), false);
        }
        boolean deduced = preserve || schema.properties().isEmpty();
        MapType map = MapType.of(this, schema, preserve, null, deduced);
        return schema.embeddedResource() ? withObjectMembers(map) : map;
    }

    private ListType list(StructuralSchema schema, boolean preserve) {
        StructuralSchema items = schema.items();
        Reference element = items == null ? null : new Reference(this, "*", items, preserve);
        return switch (schema.listType()) {
            case SET -> new ListType(true, List.of(), element);
            case MAP -> new ListType(true, schema.listMapKeys(), element);
            case ATOMIC -> new ListType(false, List.of(), element);
        };
    }
}
