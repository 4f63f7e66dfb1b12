package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields out of an object, or takes out all but them. A value of which nothing is left becomes null. The result
 * shares subtrees with the object.
 */
final class Remover {

    private final boolean extract;

    private Remover(boolean extract) {
        this.extract = extract;
    }

    static JsonNode remove(JsonNode value, FieldSet fields, MergeType type) {
        return new Remover(false).visit(value, fields, type);
    }

    static JsonNode extract(JsonNode value, FieldSet fields, MergeType type) {
        return new Remover(true).visit(value, fields, type);
    }

    private JsonNode visit(JsonNode value, FieldSet fields, @Nullable MergeType type) {
        if (type == null) {
            return value;
        }
        return switch (type.shapeOf(value)) {
            case SCALAR -> value;
            case LIST -> list(value, fields, type.list());
            case MAP -> map(value, fields, type.map());
            case NONE -> NullNode.instance;
        };
    }

    private JsonNode list(JsonNode value, FieldSet fields, @Nullable ListType type) {
        if (!value.isArray()) {
            return NullNode.instance;
        }
        if (value.isEmpty() || type == null || !type.associative()) {
            return extract ? value : NullNode.instance;
        }
        ArrayNode out = Json.nodes().arrayNode(value.size());
        for (JsonNode item : value) {
            FieldSet.Node named = find(fields, type, item);
            JsonNode kept = item(item, named, type);
            if (kept != null) {
                out.add(kept);
            }
        }
        return out.isEmpty() ? NullNode.instance : out;
    }

    private @Nullable JsonNode item(JsonNode item, FieldSet.@Nullable Node named, ListType type) {
        if (named == null) {
            return extract ? null : item;
        }
        if (!extract && named.member()) {
            return null;
        }
        return named.children() == null ? item : visit(item, named.children(), type.element());
    }

    private static FieldSet.@Nullable Node find(FieldSet fields, ListType type, JsonNode item) {
        try {
            return fields.find(ListItems.element(type, item));
        } catch (TypedException e) {
            return null; // an item that cannot be told apart is in no set
        }
    }

    private JsonNode map(JsonNode value, FieldSet fields, @Nullable MapType type) {
        if (!value.isObject()) {
            return NullNode.instance;
        }
        if (value.isEmpty() || type == null || type.atomic()) {
            return extract ? value : NullNode.instance;
        }
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            JsonNode inner = member.getValue();
            FieldSet.Node named = fields.find(type.element(name));
            if (named == null) {
                if (!extract) {
                    out.set(name, inner);
                }
            } else if (named.member()) {
                if (extract) {
                    // Upstream looks for the whole set again below a member; what it finds there is as good as all.
                    out.set(name, visit(inner, fields, type.typeOf(name)));
                }
            } else if (named.children() != null) {
                out.set(name, visit(inner, named.children(), type.typeOf(name)));
            }
        }
        return out.isEmpty() ? NullNode.instance : out;
    }
}
