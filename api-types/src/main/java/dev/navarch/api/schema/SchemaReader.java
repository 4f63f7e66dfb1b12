package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.schema.StructuralSchema.ListType;
import dev.navarch.api.schema.StructuralSchema.MapType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads OpenAPI v3 with Kubernetes' extensions. Members are read when they are first asked for. */
final class SchemaReader {

    private static final String REF_PREFIX = "#/components/schemas/";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private final @Nullable Function<String, StructuralSchema> definitions;

    SchemaReader(@Nullable Function<String, StructuralSchema> definitions) {
        this.definitions = definitions;
    }

    /** Custom resources know no references. */
    static SchemaReader customResource() {
        return new SchemaReader(null);
    }

    StructuralSchema definition(String name, JsonNode source) {
        var builder = describe(QUANTITY.equals(name) ? StructuralSchema.Type.QUANTITY : type(source), source);
        return builder.definition(name).build();
    }

    StructuralSchema read(JsonNode source) {
        String reference = reference(source);
        if (definitions == null || reference == null) {
            return describe(type(source), source).build();
        }
        return overlay(StructuralSchema.Builder.like(definitions.apply(reference)), source)
                .build();
    }

    private static @Nullable String reference(JsonNode source) {
        JsonNode ref = source.path("$ref");
        if (ref.isMissingNode() && source.path("allOf").size() == 1) {
            ref = source.path("allOf").path(0).path("$ref");
        }
        return ref.isTextual() ? ref.textValue().substring(REF_PREFIX.length()) : null;
    }

    private StructuralSchema.Builder describe(StructuralSchema.Type type, JsonNode source) {
        var builder = StructuralSchema.builder(type);
        source.path("properties")
                .properties()
                .forEach(entry -> builder.property(entry.getKey(), lazily(entry.getValue())));
        JsonNode additional = source.path("additionalProperties");
        if (additional.isObject()) {
            builder.additionalProperties(lazily(additional));
        } else if (additional.asBoolean(false)) {
            StructuralSchema any =
                    StructuralSchema.builder(StructuralSchema.Type.ANY).build();
            builder.additionalProperties(() -> any);
        }
        if (source.path("items").isObject()) {
            builder.items(lazily(source.path("items")));
        }
        builder.required(new LinkedHashSet<>(strings(source.path("required"))))
                .preserveUnknownFields(
                        source.path("x-kubernetes-preserve-unknown-fields").asBoolean(false))
                .embeddedResource(source.path("x-kubernetes-embedded-resource").asBoolean(false));
        JsonNode format = source.path("format");
        builder.format(format.isTextual() ? format.textValue() : null);
        return overlay(builder, source);
    }

    /** What may stand beside a reference, and then wins over what the definition says. */
    private static StructuralSchema.Builder overlay(StructuralSchema.Builder builder, JsonNode source) {
        builder.source(source)
                .defaultValue(source.get("default"))
                .nullable(source.path("nullable").asBoolean(false))
                .patch(
                        source.path("x-kubernetes-patch-merge-key").textValue(),
                        strategies(source.path("x-kubernetes-patch-strategy")));
        switch (source.path("x-kubernetes-list-type").asText("")) {
            case "map" -> builder.listType(ListType.MAP, strings(source.path("x-kubernetes-list-map-keys")));
            case "set" -> builder.listType(ListType.SET, List.of());
            case "atomic" -> builder.listType(ListType.ATOMIC, List.of());
            default -> {}
        }
        switch (source.path("x-kubernetes-map-type").asText("")) {
            case "atomic" -> builder.mapType(MapType.ATOMIC);
            case "granular" -> builder.mapType(MapType.GRANULAR);
            default -> {}
        }
        return builder;
    }

    private static StructuralSchema.Type type(JsonNode source) {
        if (source.path("x-kubernetes-int-or-string").asBoolean(false)
                || source.path("format").asText("").equals("int-or-string")) {
            return StructuralSchema.Type.INT_OR_STRING;
        }
        return switch (source.path("type").asText("")) {
            case "object" -> StructuralSchema.Type.OBJECT;
            case "array" -> StructuralSchema.Type.ARRAY;
            case "string" -> StructuralSchema.Type.STRING;
            case "integer" -> StructuralSchema.Type.INTEGER;
            case "number" -> StructuralSchema.Type.NUMBER;
            case "boolean" -> StructuralSchema.Type.BOOLEAN;
            default -> source.path("properties").isObject() ? StructuralSchema.Type.OBJECT : StructuralSchema.Type.ANY;
        };
    }

    private Supplier<StructuralSchema> lazily(JsonNode source) {
        return new Lazy(this, source);
    }

    /** Reads once: a node may key an identity cache. */
    private static final class Lazy implements Supplier<StructuralSchema> {
        private final SchemaReader reader;
        private final JsonNode source;
        private volatile @Nullable StructuralSchema schema;

        Lazy(SchemaReader reader, JsonNode source) {
            this.reader = reader;
            this.source = source;
        }

        @Override
        public StructuralSchema get() {
            StructuralSchema known = schema;
            return known != null ? known : read();
        }

        private synchronized StructuralSchema read() {
            StructuralSchema known = schema;
            if (known == null) {
                known = reader.read(source);
                schema = known;
            }
            return known;
        }
    }

    private static Set<String> strategies(JsonNode strategy) {
        return strategy.isTextual() ? Set.of(strategy.textValue().split(",", -1)) : Set.of();
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>(array.size());
        array.forEach(node -> strings.add(node.asText()));
        return List.copyOf(strings);
    }
}
