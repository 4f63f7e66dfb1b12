package dev.navarch.controllers.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of a configuration strictly: every field that is asked for is known, {@link #end} refuses the rest.
 * Errors are {@link IllegalArgumentException}s that name the field's path.
 */
public final class Fields {

    private final String path;
    private final ObjectNode object;
    private final Set<String> known = new HashSet<>();

    public Fields(String path, JsonNode node) {
        this.path = path;
        if (!(node instanceof ObjectNode o)) {
            throw new IllegalArgumentException(path + ": Invalid value: must be an object");
        }
        this.object = o;
    }

    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private @Nullable JsonNode find(String field) {
        known.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    public Optional<JsonNode> node(String field) {
        return Optional.ofNullable(find(field));
    }

    public Optional<Fields> object(String field) {
        return node(field).map(node -> new Fields(path(field), node));
    }

    public String text(String field, String otherwise) {
        JsonNode node = find(field);
        if (node == null) {
            return otherwise;
        }
        if (!node.isTextual()) {
            throw invalid(field, "must be a string");
        }
        return node.textValue();
    }

    public boolean flag(String field, boolean otherwise) {
        JsonNode node = find(field);
        if (node == null) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            throw invalid(field, "must be a boolean");
        }
        return node.booleanValue();
    }

    public int number(String field, int otherwise) {
        JsonNode node = find(field);
        if (node == null) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw invalid(field, "must be an integer");
        }
        return node.intValue();
    }

    public boolean has(String field) {
        return find(field) != null;
    }

    /** A duration as Go writes it, such as {@code 1m30s} or {@code 500ms}. */
    public Duration duration(String field, Duration otherwise) {
        String text = text(field, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "must be a duration such as 15s");
        }
    }

    public List<Fields> objects(String field) {
        List<Fields> result = new ArrayList<>();
        JsonNode list = list(field);
        for (int i = 0; i < list.size(); i++) {
            result.add(new Fields(path(field) + "[" + i + "]", list.get(i)));
        }
        return result;
    }

    public List<String> texts(String field) {
        List<String> result = new ArrayList<>();
        for (JsonNode node : list(field)) {
            if (!node.isTextual()) {
                throw invalid(field, "must be a list of strings");
            }
            result.add(node.textValue());
        }
        return result;
    }

    private JsonNode list(String field) {
        JsonNode node = find(field);
        if (node == null) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!node.isArray()) {
            throw invalid(field, "must be a list");
        }
        return node;
    }

    public void ignore(String... fields) {
        known.addAll(List.of(fields));
    }

    /**
     * Ends reading.
     *
     * @throws IllegalArgumentException when there is a field that nobody asked for
     */
    public void end() {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException("strict decoding error: unknown field \"" + path(field) + "\"");
            }
        });
    }

    public IllegalArgumentException invalid(String field, String message) {
        return new IllegalArgumentException(path(field) + ": Invalid value: " + message);
    }
}
