package dev.navarch.api.json;

/** Chooses how a string stands in YAML: plain, quoted, or as a literal block of lines. */
final class YamlStrings {

    private static final int WIDTH = 80;

    private YamlStrings() {}

    static String key(String key) {
        if (key.indexOf('\n') >= 0 || needsEscapes(key)) {
            return doubleQuoted(key);
        }
        return inline(key);
    }

    /** Appends without the newline at the end; {@code indent} is where lines of a literal block begin. */
    static void append(StringBuilder out, String text, int indent) {
        if (text.indexOf('\n') >= 0 && !needsEscapes(text) && !text.startsWith("\n") && !text.isBlank()) {
            literal(out, text, indent);
        } else {
            fold(out, text.indexOf('\n') >= 0 || needsEscapes(text) ? doubleQuoted(text) : inline(text), indent);
        }
    }

    /** Breaks a line at the first lone space beyond the width that go-yaml keeps to. */
    private static void fold(StringBuilder out, String scalar, int indent) {
        if (scalar.length() <= WIDTH / 2 && out.length() - out.lastIndexOf("\n") < WIDTH / 2) {
            out.append(scalar);
            return;
        }
        boolean quoted = !scalar.isEmpty() && (scalar.charAt(0) == '"' || scalar.charAt(0) == '\'');
        int last = quoted ? scalar.length() - 2 : scalar.length() - 1;
        int lineStart = out.lastIndexOf("\n") + 1;
        int column = out.codePointCount(lineStart, out.length());
        boolean afterSpace = false;
        for (int i = 0; i < scalar.length(); ) {
            int c = scalar.codePointAt(i);
            boolean space = c == ' ';
            boolean inside = !quoted || (i > 1 && i < last);
            if (space && !afterSpace && column > WIDTH && inside && mayBreak(scalar, i)) {
                out.append('\n').repeat(' ', indent);
                column = indent;
                if (scalar.charAt(i + 1) == ' ') {
                    out.append('\\');
                    column++;
                }
            } else {
                out.appendCodePoint(c);
                column++;
            }
            afterSpace = space;
            i += Character.charCount(c);
        }
    }

    /** Only double quotes can tell a space at the start of a line from the indent. */
    private static boolean mayBreak(String scalar, int space) {
        return scalar.charAt(0) == '"' || space + 1 >= scalar.length() || scalar.charAt(space + 1) != ' ';
    }

    private static void literal(StringBuilder out, String text, int indent) {
        out.append('|');
        if (text.charAt(0) == ' ') {
            out.append(2);
        }
        String body = text;
        if (!text.endsWith("\n")) {
            out.append('-');
        } else if (text.endsWith("\n\n")) {
            out.append('+');
            body = text.substring(0, text.length() - 1);
        } else {
            body = text.substring(0, text.length() - 1);
        }
        for (String line : body.split("\n", -1)) {
            out.append('\n');
            if (!line.isEmpty()) {
                out.repeat(' ', indent).append(line);
            }
        }
    }

    private static String inline(String text) {
        if (YamlScalars.isAmbiguous(text)) {
            return doubleQuoted(text);
        }
        return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.charAt(0) == ' ' || text.endsWith(" ") || text.equals("-") || text.equals("?")) {
            return false;
        }
        if (text.startsWith("---") || text.startsWith("...")) {
            return false;
        }
        char first = text.charAt(0);
        if (",[]{}#&*!|>'\"%@`".indexOf(first) >= 0) {
            return false;
        }
        boolean dashLike = first == '-' || first == '?' || first == ':';
        if (dashLike && (text.length() == 1 || text.charAt(1) == ' ')) {
            return false;
        }
        return !text.contains(": ") && !text.endsWith(":") && !text.contains(" #");
    }

    /** Control and other unprintable characters stand in double quotes only. */
    private static boolean needsEscapes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean printable = c == '\n' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != '\ufeff' && c < 0xfffe);
            if (!printable || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static String doubleQuoted(String text) {
        var out = new StringBuilder("\"");
        for (int c : text.codePoints().toArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if ((c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0xfeff && c != 0x2028 && c != 0x2029)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
