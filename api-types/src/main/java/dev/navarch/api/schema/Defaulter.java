package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets the defaults that schemas declare. */
public final class Defaulter {

    private Defaulter() {}

    /**
     * Defaults of a custom resource's schema: for absent members, and for nulls where null is not allowed; nested
     * defaults apply inside defaults.
     */
    public static void applyDefaults(JsonNode value, @Nullable StructuralSchema schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, StructuralSchema> property :
                    schema.properties().entrySet()) {
                JsonNode known = object.get(property.getKey());
                JsonNode standard = property.getValue().defaultValue();
                if (standard != null && (known == null || isForbiddenNull(known, property.getValue()))) {
                    object.set(property.getKey(), standard.deepCopy());
                }
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                StructuralSchema member = schema.member(field.getKey());
                field.setValue(replaceNull(field.getValue(), member));
                applyDefaults(field.getValue(), member);
            }
        } else if (value instanceof ArrayNode array) {
            StructuralSchema items = schema.items();
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaceNull(array.get(i), items));
                applyDefaults(array.get(i), items);
            }
        }
    }

    private static JsonNode replaceNull(JsonNode value, @Nullable StructuralSchema schema) {
        if (schema == null || !isForbiddenNull(value, schema)) {
            return value;
        }
        JsonNode standard = schema.defaultValue();
        return standard == null ? value : standard.deepCopy();
    }

    private static boolean isForbiddenNull(JsonNode value, StructuralSchema schema) {
        return value.isNull() && !schema.nullable();
    }

    /**
     * The defaults that the published schemas of built-in kinds declare, such as a port's protocol: for members that
     * are absent or have Go's zero value, in structs that are there. What upstream's code sets beyond that is not here.
     */
    public static void applyBuiltInDefaults(JsonNode value, @Nullable StructuralSchema schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            schema.properties().forEach((name, property) -> {
                JsonNode standard = property.defaultValue();
                if (standard != null && isMeaningful(standard) && isUnset(object.get(name))) {
                    object.set(name, standard);
                }
            });
            object.properties().forEach(field -> applyBuiltInDefaults(field.getValue(), schema.member(field.getKey())));
        } else if (value.isArray()) {
            StructuralSchema items = schema.items();
            value.forEach(item -> applyBuiltInDefaults(item, items));
        }
    }

    /** Published schemas also show zero values as defaults. */
    private static boolean isMeaningful(JsonNode standard) {
        return standard.isTextual() && !standard.textValue().isEmpty();
    }

    private static boolean isUnset(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty());
    }
}
