package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON in the names of {@link FieldsV1}. Nearly all of it is flat, without escapes and without spaces: that is
 * read here, since it happens for every item that anybody owns on every write; the rest is left to the JSON parser.
 */
final class KeyText {

    private final String text;
    private int at;

    private KeyText(String text) {
        this.text = text;
    }

    static PathElement.Key key(String json) {
        List<PathElement.KeyField> fields = new KeyText(json).fields();
        return new PathElement.Key(fields == null ? parsed(json) : fields);
    }

    static PathElement.Value value(String json) {
        var reader = new KeyText(json);
        JsonNode scalar = reader.scalar();
        return new PathElement.Value(scalar != null && reader.at == json.length() ? scalar : Json.parse(json));
    }

    private static List<PathElement.KeyField> parsed(String json) {
        JsonNode value = Json.parse(json);
        if (!value.isObject()) {
            throw new IllegalArgumentException("expected an object of key fields, got " + value);
        }
        List<PathElement.KeyField> fields = new ArrayList<>(value.size());
        value.properties().forEach(field -> fields.add(new PathElement.KeyField(field.getKey(), field.getValue())));
        return fields;
    }

    /** Null if the text is not of the simple form. */
    private @Nullable List<PathElement.KeyField> fields() {
        if (!take('{')) {
            return null;
        }
        List<PathElement.KeyField> fields = new ArrayList<>(2);
        do {
            String name = string();
            JsonNode value = name != null && take(':') ? scalar() : null;
            if (name == null || value == null) {
                return null;
            }
            fields.add(new PathElement.KeyField(name, value));
        } while (take(','));
        return take('}') && at == text.length() ? fields : null;
    }

    private @Nullable JsonNode scalar() {
        if (at < text.length() && text.charAt(at) == '"') {
            String string = string();
            return string == null ? null : TextNode.valueOf(string);
        }
        if (text.startsWith("true", at)) {
            at += 4;
            return BooleanNode.TRUE;
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return BooleanNode.FALSE;
        }
        return integer();
    }

    private @Nullable JsonNode integer() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - start;
        boolean plain = digits == 1 || (digits > 1 && digits < 18 && text.charAt(start) != '0');
        boolean ends = at == text.length() || ",}".indexOf(text.charAt(at)) >= 0;
        return plain && ends ? LongNode.valueOf(Long.parseLong(text, start, at, 10)) : null;
    }

    private @Nullable String string() {
        if (!take('"')) {
            return null;
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' || text.charAt(at) < ' ') {
                return null;
            }
            at++;
        }
        String string = text.substring(start, Math.min(at, text.length()));
        return take('"') ? string : null;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
