package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Shows a value in an error text as upstream does: strings quoted, numbers bare, trees as JSON. */
public final class FieldValue {

    private FieldValue() {}

    static String show(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String s -> quote(s);
            case JsonNode node when node.isTextual() -> quote(node.textValue());
            case JsonNode node -> node.toString();
            default -> value.toString();
        };
    }

    /** The text in double quotes with escapes, as upstream's {@code %q} writes it. */
    public static String quote(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
