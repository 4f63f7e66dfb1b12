package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What types and fields mean, in words: gathered at build time from the sources of the client's models. Read when first
 * asked for, and again when memory was short. Thread-safe.
 */
final class Descriptions {

    private static final String FILE = "descriptions.txt";

    private volatile SoftReference<Map<String, Type>> known = new SoftReference<>(null);

    private record Type(String text, Map<String, String> fields) {}

    /** Adds the texts to a schema that has none yet; {@code definition} is its name, as {@code io.k8s.api.apps.v1.Deployment}. */
    void describe(String definition, ObjectNode schema) {
        Type type = type(definition);
        if (type == null) {
            return;
        }
        add(schema, type.text());
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String text = type.fields().get(property.getKey());
            if (text != null && property.getValue() instanceof ObjectNode field) {
                add(field, text);
            }
        }
    }

    private static void add(ObjectNode schema, String text) {
        if (!text.isEmpty() && !schema.has("description")) {
            schema.put("description", text);
        }
    }

    private @Nullable Type type(String definition) {
        Map<String, Type> types = types();
        for (String name : modelNames(definition)) {
            Type type = types.get(name);
            if (type != null) {
                return type;
            }
        }
        return null;
    }

    /** Models of older groups stand in a package for the group, newer ones in one for each version. */
    private static List<String> modelNames(String definition) {
        String[] parts = definition.split("\\.", -1);
        if (parts.length < 3) {
            return List.of(definition);
        }
        String kind = parts[parts.length - 1];
        String group = parts[parts.length - 3];
        if (group.equals("core") || definition.startsWith("io.k8s.apimachinery.")) {
            return List.of(kind);
        }
        return List.of(group + "/" + parts[parts.length - 2] + "/" + kind, group + "/" + kind, kind);
    }

    private Map<String, Type> types() {
        Map<String, Type> types = known.get();
        if (types == null) {
            types = read();
            known = new SoftReference<>(types);
        }
        return types;
    }

    private static Map<String, Type> read() {
        Map<String, Type> types = new HashMap<>();
        try (InputStream file = Descriptions.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " was not built");
            }
            var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            Map<String, String> fields = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                String text = line.substring(tab + 1).replace("\\n", "\n").replace("\\\\", "\\");
                if (line.startsWith("#")) {
                    fields = new HashMap<>();
                    types.put(line.substring(1, tab), new Type(text, fields));
                } else {
                    fields.put(line.substring(0, tab), text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }
}
