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

/**
 * What types and fields mean, in words: gathered at build time from the sources of the client's models, with our own
 * words for what these leave out. Read when first asked for, and again when memory was short. Thread-safe.
 */
final class Descriptions {

    /** The first that has a text counts. */
    private static final List<String> FILES = List.of("descriptions.txt", "descriptions-own.txt");

    /** Under this name stand fields that mean the same in all types. */
    private static final String ANY = "*";

    private volatile SoftReference<Map<String, Type>> known = new SoftReference<>(null);

    private record Type(String text, Map<String, String> fields) {

        static final Type UNKNOWN = new Type("", Map.of());

        Type or(Type other) {
            Map<String, String> all = new HashMap<>(other.fields());
            all.putAll(fields);
            return new Type(text.isEmpty() ? other.text() : text, all);
        }
    }

    /** Adds the texts to a schema that has none yet; {@code definition} is its name, as {@code io.k8s.api.apps.v1.Deployment}. */
    void describe(String definition, ObjectNode schema) {
        Type type = type(definition);
        add(schema, type.text());
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (property.getValue() instanceof ObjectNode field) {
                add(field, text(type, property.getKey(), field));
            }
        }
    }

    private String text(Type type, String name, ObjectNode field) {
        String own = type.fields().getOrDefault(name, "");
        if (!own.isEmpty()) {
            return own;
        }
        String common = type(ANY).fields().getOrDefault(name, "");
        return common.isEmpty() ? type(referenced(field)).text() : common;
    }

    /** The definition that a field refers to; empty for none. */
    private static String referenced(ObjectNode field) {
        JsonNode all = field.path("allOf");
        String reference = (all.isEmpty() ? field : all.path(0)).path("$ref").asText("");
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static void add(ObjectNode schema, String text) {
        if (!text.isEmpty() && !schema.has("description")) {
            schema.put("description", text);
        }
    }

    private Type type(String definition) {
        Map<String, Type> types = types();
        for (String name : modelNames(definition)) {
            Type type = types.get(name);
            if (type != null) {
                return type;
            }
        }
        return Type.UNKNOWN;
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
        FILES.forEach(file -> read(file).forEach((name, type) -> types.merge(name, type, Type::or)));
        return types;
    }

    private static Map<String, Type> read(String name) {
        Map<String, Type> types = new HashMap<>();
        try (InputStream file = Descriptions.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " was not built");
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
