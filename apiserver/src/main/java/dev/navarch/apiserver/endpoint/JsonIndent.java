package dev.navarch.apiserver.endpoint;

import java.io.ByteArrayOutputStream;

/** Lays compact JSON out for people, as Go's {@code json.MarshalIndent} does with two spaces. */
public final class JsonIndent {

    private JsonIndent() {}

    public static byte[] indent(byte[] compact) {
        var out = new ByteArrayOutputStream(compact.length * 2);
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < compact.length; i++) {
            byte c = compact[i];
            if (inString) {
                out.write(c);
                if (c == '\\') {
                    out.write(compact[++i]);
                } else if (c == '"') {
                    inString = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> {
                    inString = true;
                    out.write(c);
                }
                case '{', '[' -> {
                    out.write(c);
                    boolean empty = compact[i + 1] == '}' || compact[i + 1] == ']';
                    if (empty) {
                        out.write(compact[++i]);
                    } else {
                        newline(out, ++depth);
                    }
                }
                case '}', ']' -> {
                    newline(out, --depth);
                    out.write(c);
                }
                case ',' -> {
                    out.write(c);
                    newline(out, depth);
                }
                case ':' -> {
                    out.write(c);
                    out.write(' ');
                }
                default -> out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static void newline(ByteArrayOutputStream out, int depth) {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            out.write(' ');
            out.write(' ');
        }
    }
}
