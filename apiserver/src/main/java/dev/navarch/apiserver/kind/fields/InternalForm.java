package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values as upstream prints them in errors: not in the form of the API but in that of its own structs, with Go's names and
 * order and with all that is not set. The structs stand in {@code internal-types.txt}, one a line: of each field the Go
 * name, the name in the API, and its kind ({@code s}tring, {@code n}umber, {@code b}ool, {@code q}uantity, {@code m}ap,
 * {@code x} for what is null when not set, or a struct, with {@code *} or {@code []}).
 */
public final class InternalForm {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, List<Member>> TYPES = load();

    private record Member(String goName, String name, String kind) {}

    private InternalForm() {}

    /** The value of a struct. */
    public static JsonNode of(String type, @Nullable JsonNode value) {
        ObjectNode form = NODES.objectNode();
        for (Member member : members(type)) {
            JsonNode field = value == null ? null : value.get(member.name());
            form.set(member.goName(), show(member.kind(), field));
        }
        return form;
    }

    /** A list of structs. */
    public static JsonNode listOf(String type, @Nullable JsonNode values) {
        return show("[]" + type, values);
    }

    /** A pod's specification, whose security context upstream keeps together. */
    public static JsonNode ofPodSpec(JsonNode spec) {
        ObjectNode gathered = ((ObjectNode) spec).deepCopy();
        ObjectNode context = Fields.objectOrNew(gathered, "securityContext");
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers")) {
            if (spec.has(field)) {
                context.set(field, spec.get(field));
            }
        }
        return of("PodSpec", gathered);
    }

    private static List<Member> members(String type) {
        List<Member> members = TYPES.get(type);
        if (members == null) {
            throw new IllegalArgumentException("not a type of the internal API: " + type);
        }
        return members;
    }

    private static JsonNode show(String kind, @Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return unset(kind);
        }
        if (kind.startsWith("[]")) {
            return items(kind.substring(2), value);
        }
        if (kind.startsWith("*")) {
            return of(kind.substring(1), value);
        }
        return switch (kind) {
            case "s", "n", "b", "q", "x" -> value;
            case "m" -> sorted(value);
            default -> of(kind, value);
        };
    }

    private static JsonNode unset(String kind) {
        return switch (kind) {
            case "s" -> NODES.textNode("");
            case "n" -> NODES.numberNode(0);
            case "b" -> NODES.booleanNode(false);
            case "q" -> NODES.textNode("0");
            case "m", "x" -> NODES.nullNode();
            default -> kind.startsWith("[]") || kind.startsWith("*") ? NODES.nullNode() : of(kind, null);
        };
    }

    private static JsonNode items(String type, JsonNode values) {
        ArrayNode items = NODES.arrayNode();
        values.forEach(value -> items.add(of(type, value)));
        return items;
    }

    private static JsonNode sorted(JsonNode map) {
        TreeMap<String, JsonNode> entries = new TreeMap<>();
        map.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        ObjectNode sorted = NODES.objectNode();
        entries.forEach(sorted::set);
        return sorted;
    }

    private static Map<String, List<Member>> load() {
        Map<String, List<Member>> types = new HashMap<>();
        try (InputStream in = InternalForm.class.getResourceAsStream("internal-types.txt")) {
            if (in == null) {
                throw new IllegalStateException("internal-types.txt is missing");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] words = line.split(" ", -1);
                List<Member> members = new ArrayList<>();
                for (int i = 1; i < words.length; i++) {
                    String[] parts = words[i].split(":", -1);
                    members.add(new Member(parts[0], parts[1], parts[2]));
                }
                types.put(words[0], List.copyOf(members));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(types);
    }
}
