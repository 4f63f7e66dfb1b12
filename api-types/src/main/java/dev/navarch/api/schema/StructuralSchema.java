package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node of a structural schema: the type of a value and, below it, the types of its members. Immutable and safe to
 * share between threads; two nodes are equal only if they are the same node, so that a node may key an identity cache.
 */
public final class StructuralSchema {

    /** What JSON a value may be. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        /** Any value: no type is declared. */
        ANY,
        INT_OR_STRING,
        /** A resource quantity: a string or a number on reading, a string in canonical form afterwards. */
        QUANTITY
    }

    /** Who may own what of a list. */
    public enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /** Whether the members of an object have owners of their own. */
    public enum MapType {
        GRANULAR,
        ATOMIC
    }

    private final Type type;
    private final Map<String, Supplier<StructuralSchema>> references;
    private final Map<String, StructuralSchema> properties;
    private final @Nullable Supplier<StructuralSchema> additionalProperties;
    private final @Nullable Supplier<StructuralSchema> items;
    private final ListType listType;
    private final List<String> listMapKeys;
    private final MapType mapType;
    private final Set<String> required;
    private final @Nullable JsonNode defaultValue;
    private final boolean preserveUnknownFields;
    private final boolean embeddedResource;
    private final boolean nullable;
    private final @Nullable String patchMergeKey;
    private final Set<String> patchStrategies;
    private final @Nullable String format;
    private final @Nullable String definition;
    private final JsonNode source;

    private StructuralSchema(Builder builder) {
        this.type = builder.type;
        this.references = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
        this.properties = new PropertyView(references);
        this.additionalProperties = builder.additionalProperties;
        this.items = builder.items;
        this.listType = builder.listType;
        this.listMapKeys = List.copyOf(builder.listMapKeys);
        this.mapType = builder.mapType;
        this.required = Collections.unmodifiableSet(new LinkedHashSet<>(builder.required));
        this.defaultValue = builder.defaultValue;
        this.preserveUnknownFields = builder.preserveUnknownFields;
        this.embeddedResource = builder.embeddedResource;
        this.nullable = builder.nullable;
        this.patchMergeKey = builder.patchMergeKey;
        this.patchStrategies = Collections.unmodifiableSet(new LinkedHashSet<>(builder.patchStrategies));
        this.format = builder.format;
        this.definition = builder.definition;
        this.source = builder.source;
    }

    /** The schema of a CustomResourceDefinition's {@code openAPIV3Schema}; assumed structural, nothing is checked. */
    public static StructuralSchema ofCustomResource(JsonNode schema) {
        return SchemaReader.customResource().read(schema);
    }

    /**
     * A definition of the published OpenAPI v3 document.
     *
     * @param name such as {@code io.k8s.api.core.v1.Pod}
     * @param definitions finds the definitions that this one refers to, by name; called lazily
     */
    public static StructuralSchema ofDefinition(
            String name, JsonNode source, Function<String, StructuralSchema> definitions) {
        return new SchemaReader(definitions).definition(name, source);
    }

    public static Builder builder(Type type) {
        return new Builder(type);
    }

    public Type type() {
        return type;
    }

    /** The declared members in the order in which answers show them. */
    public Map<String, StructuralSchema> properties() {
        return properties;
    }

    public @Nullable StructuralSchema property(String name) {
        Supplier<StructuralSchema> reference = references.get(name);
        return reference == null ? null : reference.get();
    }

    /** The schema of members that are not declared; null if there may be none. */
    public @Nullable StructuralSchema additionalProperties() {
        return additionalProperties == null ? null : additionalProperties.get();
    }

    public @Nullable StructuralSchema items() {
        return items == null ? null : items.get();
    }

    public ListType listType() {
        return listType;
    }

    /** The members that tell items of a {@link ListType#MAP} list apart; empty for other lists. */
    public List<String> listMapKeys() {
        return listMapKeys;
    }

    public MapType mapType() {
        return mapType;
    }

    public Set<String> required() {
        return required;
    }

    /** The default; never to be changed by the caller. */
    public @Nullable JsonNode defaultValue() {
        return defaultValue;
    }

    public boolean preserveUnknownFields() {
        return preserveUnknownFields;
    }

    public boolean embeddedResource() {
        return embeddedResource;
    }

    public boolean nullable() {
        return nullable;
    }

    public @Nullable String patchMergeKey() {
        return patchMergeKey;
    }

    /** Of {@code merge}, {@code replace} and {@code retainKeys}. */
    public Set<String> patchStrategies() {
        return patchStrategies;
    }

    public @Nullable String format() {
        return format;
    }

    /** The name of the definition that gives the structure, such as {@code io.k8s.api.core.v1.Pod}; null if inline. */
    public @Nullable String definition() {
        return definition;
    }

    /** The schema of a declared member, or of any other member of a map; null for an unknown one. */
    public @Nullable StructuralSchema member(String name) {
        StructuralSchema property = property(name);
        return property != null ? property : additionalProperties();
    }

    /** A validation keyword as written ({@code enum}, {@code pattern}, {@code minimum}, …); missing if absent. */
    public JsonNode keyword(String keyword) {
        return source.path(keyword);
    }

    /** {@code x-kubernetes-validations} as written: a list of CEL rules, or missing. */
    public JsonNode validations() {
        return source.path("x-kubernetes-validations");
    }

    /** The alternatives of {@code allOf}, {@code anyOf} or {@code oneOf} of a custom resource's schema. */
    public List<StructuralSchema> combinator(String keyword) {
        var schemas = new ArrayList<StructuralSchema>();
        source.path(keyword).forEach(node -> schemas.add(ofCustomResource(node)));
        return schemas;
    }

    /** What a value of a custom resource must not match; null for no such limit. */
    public @Nullable StructuralSchema not() {
        JsonNode not = source.get("not");
        return not == null ? null : ofCustomResource(not);
    }

    /** The schema as it was written, or missing if it was built by hand; never to be changed by the caller. */
    public JsonNode source() {
        return source;
    }

    /** Collects a node; members are given as suppliers where a schema refers to itself. */
    public static final class Builder {
        private final Type type;
        private final Map<String, Supplier<StructuralSchema>> properties = new LinkedHashMap<>();
        private @Nullable Supplier<StructuralSchema> additionalProperties;
        private @Nullable Supplier<StructuralSchema> items;
        private ListType listType = ListType.ATOMIC;
        private List<String> listMapKeys = List.of();
        private MapType mapType = MapType.GRANULAR;
        private Set<String> required = Set.of();
        private @Nullable JsonNode defaultValue;
        private boolean preserveUnknownFields;
        private boolean embeddedResource;
        private boolean nullable;
        private @Nullable String patchMergeKey;
        private Set<String> patchStrategies = Set.of();
        private @Nullable String format;
        private @Nullable String definition;
        private JsonNode source = MissingNode.getInstance();

        private Builder(Type type) {
            this.type = type;
        }

        /** Starts with all that {@code schema} says. */
        static Builder like(StructuralSchema schema) {
            var copy = new Builder(schema.type);
            copy.properties.putAll(schema.references);
            copy.additionalProperties = schema.additionalProperties;
            copy.items = schema.items;
            copy.listType = schema.listType;
            copy.listMapKeys = schema.listMapKeys;
            copy.mapType = schema.mapType;
            copy.required = schema.required;
            copy.defaultValue = schema.defaultValue;
            copy.preserveUnknownFields = schema.preserveUnknownFields;
            copy.embeddedResource = schema.embeddedResource;
            copy.nullable = schema.nullable;
            copy.patchMergeKey = schema.patchMergeKey;
            copy.patchStrategies = schema.patchStrategies;
            copy.format = schema.format;
            copy.definition = schema.definition;
            copy.source = schema.source;
            return copy;
        }

        public Builder property(String name, StructuralSchema schema) {
            return property(name, () -> schema);
        }

        public Builder property(String name, Supplier<StructuralSchema> schema) {
            properties.put(name, schema);
            return this;
        }

        public Builder additionalProperties(Supplier<StructuralSchema> schema) {
            additionalProperties = schema;
            return this;
        }

        public Builder items(Supplier<StructuralSchema> schema) {
            items = schema;
            return this;
        }

        public Builder listType(ListType listType, List<String> keys) {
            this.listType = listType;
            this.listMapKeys = keys;
            return this;
        }

        public Builder mapType(MapType mapType) {
            this.mapType = mapType;
            return this;
        }

        public Builder required(Set<String> required) {
            this.required = required;
            return this;
        }

        public Builder defaultValue(@Nullable JsonNode defaultValue) {
            this.defaultValue = defaultValue;
            return this;
        }

        public Builder preserveUnknownFields(boolean preserve) {
            preserveUnknownFields = preserve;
            return this;
        }

        public Builder embeddedResource(boolean embedded) {
            embeddedResource = embedded;
            return this;
        }

        public Builder nullable(boolean nullable) {
            this.nullable = nullable;
            return this;
        }

        public Builder patch(@Nullable String mergeKey, Set<String> strategies) {
            patchMergeKey = mergeKey;
            patchStrategies = strategies;
            return this;
        }

        public Builder format(@Nullable String format) {
            this.format = format;
            return this;
        }

        Builder definition(@Nullable String definition) {
            this.definition = definition;
            return this;
        }

        Builder source(JsonNode source) {
            this.source = source;
            return this;
        }

        public StructuralSchema build() {
            return new StructuralSchema(this);
        }
    }
}
