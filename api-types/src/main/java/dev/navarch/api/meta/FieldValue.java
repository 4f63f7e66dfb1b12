package dev.navarch.api.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.GoQuote;
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
        return GoQuote.quote(text);
    }
}
