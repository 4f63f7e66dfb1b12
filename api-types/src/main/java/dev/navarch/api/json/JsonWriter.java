package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Writes trees as compact UTF-8 in Go's style into one growing buffer. Not safe for several threads.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer;
    private int size;

    public JsonWriter(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    public int size() {
        return size;
    }

    /** Appends bytes that are JSON already. */
    public JsonWriter raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
        return this;
    }

    public JsonWriter raw(char ascii) {
        room(1);
        buffer[size++] = (byte) ascii;
        return this;
    }

    public JsonWriter write(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> number(node);
            case BOOLEAN -> raw(node.booleanValue() ? TRUE : FALSE);
            case BINARY -> binary(node);
            default -> raw(NULL);
        }
        return this;
    }

    private void object(ObjectNode node) {
        raw('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!first) {
                raw(',');
            }
            first = false;
            string(field.getKey()).raw(':').write(field.getValue());
        }
        raw('}');
    }

    private void array(JsonNode node) {
        raw('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                raw(',');
            }
            write(node.get(i));
        }
        raw(']');
    }

    private void number(JsonNode node) {
        if (node.isIntegralNumber()) {
            ascii(node.asText());
        } else {
            ascii(GoFloat.format(node.doubleValue()));
        }
    }

    private void binary(JsonNode node) {
        try {
            string(Base64.getEncoder().encodeToString(node.binaryValue()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    /** A quoted string; lone surrogates become U+FFFD. */
    public JsonWriter string(String text) {
        int length = text.length();
        room(length * 6 + 2);
        byte[] out = buffer;
        int at = size;
        out[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                at = c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
                        ? plain(out, at, c)
                        : escaped(out, at, c);
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                at = c == '\u2028' || c == '\u2029' ? unicode(out, at, c) : threeBytes(out, at, c);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                at = fourBytes(out, at, Character.toCodePoint(c, text.charAt(++i)));
            } else {
                at = threeBytes(out, at, '\ufffd');
            }
        }
        out[at++] = '"';
        size = at;
        return this;
    }

    private static int plain(byte[] out, int at, char c) {
        out[at] = (byte) c;
        return at + 1;
    }

    private static int escaped(byte[] out, int at, char c) {
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter == 0) {
            return unicode(out, at, c);
        }
        out[at] = '\\';
        out[at + 1] = (byte) letter;
        return at + 2;
    }

    private static int unicode(byte[] out, int at, char c) {
        out[at] = '\\';
        out[at + 1] = 'u';
        out[at + 2] = HEX[(c >> 12) & 0xf];
        out[at + 3] = HEX[(c >> 8) & 0xf];
        out[at + 4] = HEX[(c >> 4) & 0xf];
        out[at + 5] = HEX[c & 0xf];
        return at + 6;
    }

    private static int threeBytes(byte[] out, int at, char c) {
        out[at] = (byte) (0xe0 | (c >> 12));
        out[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[at + 2] = (byte) (0x80 | (c & 0x3f));
        return at + 3;
    }

    private static int fourBytes(byte[] out, int at, int codePoint) {
        out[at] = (byte) (0xf0 | (codePoint >> 18));
        out[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        out[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        out[at + 3] = (byte) (0x80 | (codePoint & 0x3f));
        return at + 4;
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
