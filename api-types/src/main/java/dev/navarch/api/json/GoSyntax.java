package dev.navarch.api.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Finds the first thing that is wrong with a JSON text and says it in Go's words. */
final class GoSyntax {

    private final byte[] json;
    private int at;

    private GoSyntax(byte[] json) {
        this.json = json;
    }

    /** Null where Go finds nothing wrong. */
    static @Nullable String error(byte[] json) {
        try {
            new GoSyntax(json).document();
            return null;
        } catch (JsonSyntaxException e) {
            return e.getMessage();
        }
    }

    /** Without recursion: the nesting may be as deep as the client likes. */
    private void document() {
        Deque<Boolean> inObject = new ArrayDeque<>();
        boolean wantValue = true;
        while (true) {
            if (wantValue) {
                byte c = peek();
                if (c == '{' || c == '[') {
                    at++;
                    if (inObject.size() >= Json.MAX_DEPTH) {
                        throw new JsonSyntaxException("invalid character '" + (char) c + "' exceeded max depth");
                    }
                    inObject.push(c == '{');
                    wantValue = open(c == '{');
                    if (wantValue) {
                        continue;
                    }
                    inObject.pop();
                } else {
                    scalar(c);
                }
            }
            if (inObject.isEmpty()) {
                end();
                return;
            }
            wantValue = next(inObject.getFirst());
            if (!wantValue) {
                inObject.pop();
            }
        }
    }

    /** After an opening bracket: true if a value follows, false if it closed at once. */
    private boolean open(boolean object) {
        byte c = peek();
        if (c == (object ? '}' : ']')) {
            at++;
            return false;
        }
        if (object) {
            key(c, "looking for beginning of object key string");
        }
        return true;
    }

    /** After a value: true if another follows, false if the bracket closed. */
    private boolean next(boolean object) {
        byte c = peek();
        if (c == (object ? '}' : ']')) {
            at++;
            return false;
        }
        if (c != ',') {
            throw invalid(c, object ? "after object key:value pair" : "after array element");
        }
        at++;
        if (object) {
            key(peek(), "looking for beginning of object key string");
        }
        return true;
    }

    private void key(byte c, String context) {
        if (c != '"') {
            throw invalid(c, context);
        }
        string();
        c = peek();
        if (c != ':') {
            throw invalid(c, "after object key");
        }
        at++;
    }

    private void scalar(byte c) {
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !digit(c)) {
                    throw invalid(c, "looking for beginning of value");
                }
                number();
            }
        }
    }

    private void literal(String word) {
        for (int i = 1; i < word.length(); i++) {
            byte c = byteAt(at + i);
            if (c != word.charAt(i)) {
                throw invalid(c, "in literal " + word + " (expecting " + quote(word.charAt(i)) + ")");
            }
        }
        at += word.length();
    }

    private void string() {
        at++;
        while (true) {
            byte c = byteAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c >= 0 && c < 0x20) {
                throw invalid(c, "in string literal");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        byte c = byteAt(at++);
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                byte hex = byteAt(at++);
                if (Character.digit(hex, 16) < 0) {
                    throw invalid(hex, "in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(c) < 0) {
            throw invalid(c, "in string escape code");
        }
    }

    private void number() {
        if (byteAt(at) == '-') {
            at++;
            if (!digit(byteAt(at))) {
                throw invalid(byteAt(at), "in numeric literal");
            }
        }
        if (byteAt(at) == '0') {
            at++;
        } else {
            digits();
        }
        if (at < json.length && json[at] == '.') {
            at++;
            if (!digit(byteAt(at))) {
                throw invalid(byteAt(at), "after decimal point in numeric literal");
            }
            digits();
        }
        if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (byteAt(at) == '+' || byteAt(at) == '-') {
                at++;
            }
            if (!digit(byteAt(at))) {
                throw invalid(byteAt(at), "in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (at < json.length && digit(json[at])) {
            at++;
        }
    }

    private void end() {
        skipSpace();
        if (at < json.length) {
            throw invalid(json[at], "after top-level value");
        }
    }

    private byte peek() {
        skipSpace();
        return byteAt(at);
    }

    private void skipSpace() {
        while (at < json.length && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n')) {
            at++;
        }
    }

    private byte byteAt(int index) {
        if (index >= json.length) {
            throw new JsonSyntaxException("unexpected end of JSON input");
        }
        return json[index];
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static JsonSyntaxException invalid(byte c, String context) {
        return new JsonSyntaxException("invalid character " + quote((char) (c & 0xff)) + " " + context);
    }

    private static String quote(char c) {
        return switch (c) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\\' -> "'\\\\'";
            default -> c < 0x20 || c == 0x7f ? String.format("'\\x%02x'", (int) c) : "'" + c + "'";
        };
    }
}
