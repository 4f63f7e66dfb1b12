package dev.navarch.api.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text resource of lines {@code name rest}: kept as bytes with an index by name, so that a line costs nothing until
 * it is asked for.
 */
public final class FactFile {

    private final byte[] bytes;
    private final Map<String, int[]> lines = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private FactFile(byte[] bytes) {
        this.bytes = bytes;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                index(start, i);
                start = i + 1;
            }
        }
    }

    /** Reads the resource beside {@code owner}. */
    public static FactFile load(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + resource);
            }
            return new FactFile(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void index(int start, int end) {
        int space = start;
        while (space < end && bytes[space] != ' ') {
            space++;
        }
        String name = new String(bytes, start, space - start, StandardCharsets.ISO_8859_1);
        names.add(name);
        lines.put(name, new int[] {Math.min(space + 1, end), end});
    }

    /** In the order of the file. */
    public List<String> names() {
        return names;
    }

    /** What follows the name on its line; null for an unknown name. */
    public @Nullable String get(String name) {
        int[] line = lines.get(name);
        return line == null ? null : new String(bytes, line[0], line[1] - line[0], StandardCharsets.UTF_8);
    }
}
