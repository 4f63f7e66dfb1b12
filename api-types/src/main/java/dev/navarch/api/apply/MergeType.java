package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.schema.StructuralSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What field ownership needs of a schema node: which of scalar, list and object a value may be, and whether its parts
 * have owners of their own. A node without a declared type may be all three.
 */
final class MergeType {

    enum Scalar {
        NUMERIC,
        STRING,
        BOOLEAN,
        UNTYPED
    }

    /** What a value is treated as. */
    enum Shape {
        SCALAR,
        LIST,
        MAP,
        NONE
    }

    /** A value without a schema of which only the whole has an owner. */
    static final MergeType UNTYPED_ATOMIC = new MergeType(
            Scalar.UNTYPED, new ListType(false, List.of(), null), new MapType(true, null, null, false, Map.of()));

    /** A value without a schema: each member of objects has an owner, lists have one as a whole. */
    static final MergeType DEDUCED = new MergeType(
            Scalar.UNTYPED, new ListType(false, List.of(), null), new MapType(false, null, null, true, Map.of()));

    private final @Nullable Scalar scalar;
    private final @Nullable ListType list;
    private final @Nullable MapType map;

    MergeType(@Nullable Scalar scalar, @Nullable ListType list, @Nullable MapType map) {
        this.scalar = scalar;
        this.list = list;
        this.map = map;
    }

    @Nullable
    Scalar scalar() {
        return scalar;
    }

    @Nullable
    ListType list() {
        return list;
    }

    @Nullable
    MapType map() {
        return map;
    }

    /** What a value is treated as; what fits no shape, such as null, counts as an object where one is allowed. */
    Shape shapeOf(@Nullable JsonNode value) {
        if (value != null) {
            if (value.isObject()) {
                if (map != null) {
                    return Shape.MAP;
                }
            } else if (value.isArray()) {
                if (list != null) {
                    return Shape.LIST;
                }
            } else if (scalar != null && !value.isNull()) {
                return Shape.SCALAR;
            }
        }
        return preferredShape();
    }

    Shape preferredShape() {
        return map != null ? Shape.MAP : scalar != null ? Shape.SCALAR : list != null ? Shape.LIST : Shape.NONE;
    }

    /** The type that an element of a set of owned fields leads to; null if there is none. */
    @Nullable
    MergeType typeOf(PathElement element) {
        return switch (element) {
            case PathElement.Field field -> map == null ? null : map.typeOf(field.name());
            case PathElement.Key key -> list == null ? null : list.element();
            default -> null;
        };
    }

    /** A list; not associative means that it has one owner as a whole. */
    static final class ListType {
        private final boolean associative;
        private final List<String> keys;
        private final @Nullable Reference element;

        ListType(boolean associative, List<String> keys, @Nullable Reference element) {
            this.associative = associative;
            this.keys = keys;
            this.element = element;
        }

        boolean associative() {
            return associative;
        }

        /** The members that tell items apart; empty for a set of scalars. */
        List<String> keys() {
            return keys;
        }

        MergeType element() {
            return element == null ? UNTYPED_ATOMIC : element.type();
        }
    }

    /** An object; atomic means that it has one owner as a whole. */
    static final class MapType {
        private final boolean atomic;
        private final @Nullable MergeTypes types;
        private final @Nullable Reference undeclared;
        private final boolean deduced;
        private final Map<String, Reference> fields;

        MapType(
                boolean atomic,
                @Nullable MergeTypes types,
                @Nullable Reference undeclared,
                boolean deduced,
                Map<String, Reference> fields) {
            this.atomic = atomic;
            this.types = types;
            this.undeclared = undeclared;
            this.deduced = deduced;
            this.fields = fields;
        }

        static MapType of(
                MergeTypes types,
                StructuralSchema schema,
                boolean preserve,
                @Nullable Reference undeclared,
                boolean deduced) {
            Map<String, Reference> fields = new HashMap<>();
            for (Map.Entry<String, StructuralSchema> property :
                    schema.properties().entrySet()) {
                fields.put(property.getKey(), new Reference(types, property.getKey(), property.getValue(), preserve));
            }
            boolean atomic = schema.mapType() == StructuralSchema.MapType.ATOMIC;
            return new MapType(atomic, types, undeclared, deduced, fields);
        }

        /** This type with members declared in place of, or in addition to, its own. */
        MapType with(Map<String, Reference> members) {
            Map<String, Reference> all = new HashMap<>(fields);
            all.putAll(members);
            return new MapType(atomic, types, undeclared, deduced, all);
        }

        boolean atomic() {
            return atomic;
        }

        boolean declares(String name) {
            return fields.containsKey(name);
        }

        /** The element that leads to a member. */
        PathElement.Field element(String name) {
            Reference field = fields.get(name);
            return field == null ? new PathElement.Field(name) : field.element;
        }

        @Nullable
        JsonNode defaultOf(String name) {
            Reference field = fields.get(name);
            return field == null ? null : field.schema.defaultValue();
        }

        /** The type of a member, declared or not; null if it may not be there. */
        @Nullable
        MergeType typeOf(String name) {
            Reference field = fields.get(name);
            if (field != null) {
                return field.type();
            }
            if (undeclared != null) {
                return undeclared.type();
            }
            return deduced ? DEDUCED : atomic && types == null ? UNTYPED_ATOMIC : null;
        }

        /** Whether nothing is declared and everything allowed. */
        boolean onlyDeduced() {
            return deduced && fields.isEmpty();
        }
    }

    /** A schema node below another, whose type is made when first asked for: schemas may refer to themselves. */
    static final class Reference {
        private final MergeTypes types;
        private final PathElement.Field element;
        private final StructuralSchema schema;
        private final boolean preserve;
        private volatile @Nullable MergeType type;

        Reference(MergeTypes types, String name, StructuralSchema schema, boolean preserve) {
            this.types = types;
            this.element = new PathElement.Field(name);
            this.schema = schema;
            this.preserve = preserve;
        }

        MergeType type() {
            MergeType known = type;
            if (known == null) {
                known = types.of(schema, preserve);
                type = known;
            }
            return known;
        }
    }
}
