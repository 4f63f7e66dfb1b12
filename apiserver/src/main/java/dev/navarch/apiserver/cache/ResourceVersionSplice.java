package dev.navarch.apiserver.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts {@code metadata.resourceVersion} into the JSON of an object without parsing it to a tree: replaces the one that is
 * there, or inserts it as the first field of metadata. Reads JSON that has been checked before; the time is linear in
 * what precedes the end of metadata.
 */
public final class ResourceVersionSplice {

    private static final byte[] METADATA = "\"metadata\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RESOURCE_VERSION = "\"resourceVersion\"".getBytes(StandardCharsets.UTF_8);

    private final byte[] json;
    private int at;

    private ResourceVersionSplice(byte[] json) {
        this.json = json;
    }

    /**
     * Returns the JSON with that resourceVersion.
     *
     * @throws IllegalArgumentException when it is no JSON object with a metadata object
     */
    public static byte[] put(byte[] json, long revision) {
        String text = "\"" + revision + "\"";
        var scan = new ResourceVersionSplice(json);
        try {
            if (!scan.enterMember(METADATA)) {
                throw new IllegalArgumentException("no metadata");
            }
            int start = scan.at + 1;
            if (scan.enterMember(RESOURCE_VERSION)) {
                int from = scan.at;
                scan.skipValue();
                return splice(json, from, scan.at, text);
            }
            boolean empty = json[scan.at] == '}' && scan.isOnlySpace(start, scan.at);
            return splice(json, start, start, "\"resourceVersion\":" + text + (empty ? "" : ","));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("truncated JSON", e);
        }
    }

    private static byte[] splice(byte[] json, int from, int to, String text) {
        byte[] inserted = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = Arrays.copyOf(json, json.length - (to - from) + inserted.length);
        System.arraycopy(inserted, 0, result, from, inserted.length);
        System.arraycopy(json, to, result, from + inserted.length, json.length - to);
        return result;
    }

    /** From the start of an object to the value of that member; to the object's closing brace when it has none. */
    private boolean enterMember(byte[] quotedName) {
        expect('{');
        skipSpace();
        while (json[at] != '}') {
            int name = at;
            skipString();
            boolean found = Arrays.equals(json, name, at, quotedName, 0, quotedName.length);
            expect(':');
            skipSpace();
            if (found) {
                return true;
            }
            skipValue();
            skipSpace();
            if (json[at] == ',') {
                at++;
                skipSpace();
            }
        }
        return false;
    }

    private void skipValue() {
        switch (json[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> {
                while (json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
                    at++;
                }
            }
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0);
    }

    private void skipString() {
        if (json[at] != '"') {
            throw new IllegalArgumentException("no JSON object with metadata");
        }
        at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void expect(char wanted) {
        skipSpace();
        if (json[at] != wanted) {
            throw new IllegalArgumentException("no JSON object with metadata");
        }
        at++;
    }

    private void skipSpace() {
        while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
            at++;
        }
    }

    private boolean isOnlySpace(int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] > ' ') {
                return false;
            }
        }
        return true;
    }
}
