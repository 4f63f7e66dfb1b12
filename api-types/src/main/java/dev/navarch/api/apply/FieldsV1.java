package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a {@link FieldSet}: {@code f:name}, {@code k:{"key":"value"}}, {@code v:"value"} and {@code i:0} with
 * what lies below them, and {@code .} where an element with something below it is itself a member.
 */
public final class FieldsV1 {

    private static final String SELF = ".";

    private FieldsV1() {}

    public static ObjectNode encode(FieldSet set) {
        ObjectNode out = Json.object();
        for (FieldSet.Node node : set.nodes()) {
            ObjectNode below = out.putObject(encode(node.element()));
            if (node.children() != null) {
                if (node.member()) {
                    below.putObject(SELF);
                }
                below.setAll(encode(node.children()));
            }
        }
        return out;
    }

    /**
     * Reads a set; elements of unknown type are left out.
     *
     * @throws IllegalArgumentException if an element is malformed
     */
    public static FieldSet decode(JsonNode fields) {
        FieldSet set = read(fields).children();
        return set == null ? FieldSet.EMPTY : set;
    }

    private record Subtree(boolean member, @Nullable FieldSet children) {}

    private static Subtree read(JsonNode fields) {
        if (!fields.isObject() && !fields.isNull()) {
            throw new IllegalArgumentException("expected an object of fields, got " + fields);
        }
        boolean member = false;
        List<FieldSet.Node> nodes = new ArrayList<>(fields.size());
        boolean sorted = true;
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().equals(SELF)) {
                member = true;
                continue;
            }
            PathElement element = decode(field.getKey());
            if (element != null) {
                Subtree below = read(field.getValue());
                sorted &= nodes.isEmpty() || nodes.getLast().element().compareTo(element) < 0;
                nodes.add(new FieldSet.Node(element, below.member, below.children));
            }
        }
        if (nodes.isEmpty()) {
            return new Subtree(true, null);
        }
        return new Subtree(member, sorted ? FieldSet.ofSorted(nodes) : FieldSetBuilder.of(nodes));
    }

    static @Nullable PathElement decode(String text) {
        if (text.length() < 2) {
            throw new IllegalArgumentException("key must be 2 characters long: " + text);
        }
        if (text.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + text);
        }
        String content = text.substring(2);
        return switch (text.charAt(0)) {
            case 'f' -> new PathElement.Field(content);
            case 'v' -> KeyText.value(content);
            case 'k' -> KeyText.key(content);
            case 'i' -> index(content);
            default -> null;
        };
    }

    private static PathElement index(String text) {
        try {
            return new PathElement.Index(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("strconv.Atoi: parsing " + GoFormat.quote(text) + ": invalid syntax", e);
        }
    }

    static String encode(PathElement element) {
        return switch (element) {
            case PathElement.Field(String name) -> "f:" + name;
            case PathElement.Value(JsonNode value) -> "v:" + CanonicalJson.print(value);
            case PathElement.Index(int index) -> "i:" + index;
            case PathElement.Key(List<PathElement.KeyField> fields) -> {
                var out = new StringBuilder("k:{");
                for (PathElement.KeyField field : fields) {
                    out.append(out.length() > 3 ? "," : "");
                    out.append(CanonicalJson.print(TextNode.valueOf(field.name())))
                            .append(':')
                            .append(CanonicalJson.print(field.value()));
                }
                yield out.append('}').toString();
            }
        };
    }
}
