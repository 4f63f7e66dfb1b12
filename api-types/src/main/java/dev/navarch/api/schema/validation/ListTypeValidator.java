package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks that items of sets, and keys of keyed lists, are unique. */
public final class ListTypeValidator {

    private final List<FieldError> errors = new ArrayList<>();

    private ListTypeValidator() {}

    /** What is wrong with the lists of an object. On updates, an object that was wrong before may stay so. */
    public static List<FieldError> validate(JsonNode object, StructuralSchema schema) {
        var validator = new ListTypeValidator();
        validator.visit("", object, schema);
        return validator.errors;
    }

    private void visit(String path, JsonNode value, StructuralSchema schema) {
        if (value.isObject()) {
            visitMembers(path, value, schema);
        } else if (value.isArray()) {
            visitItems(path, value, schema);
        }
    }

    private void visitMembers(String path, JsonNode object, StructuralSchema schema) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            StructuralSchema property = schema.property(member.getKey());
            StructuralSchema additional = schema.additionalProperties();
            if (property != null) {
                String below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                visit(below, member.getValue(), property);
            } else if (additional != null) {
                visit(path + "[" + member.getKey() + "]", member.getValue(), additional);
            }
        }
    }

    private void visitItems(String path, JsonNode list, StructuralSchema schema) {
        switch (schema.listType()) {
            case SET -> reportRepeated(path, list, item -> item);
            case MAP -> visitKeyed(path, list, schema.listMapKeys());
            case ATOMIC -> {}
        }
        StructuralSchema items = schema.items();
        for (int i = 0; items != null && i < list.size(); i++) {
            visit(path + "[" + i + "]", list.get(i), items);
        }
    }

    private void visitKeyed(String path, JsonNode list, List<String> keys) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject() && !list.get(i).isNull()) {
                String rule = "must be an object for an array of list-type map";
                errors.add(FieldError.invalid(path + "[" + i + "]", list.get(i), rule));
                return;
            }
        }
        reportRepeated(path, list, item -> key(item, keys));
    }

    private static ObjectNode key(JsonNode item, List<String> keys) {
        ObjectNode key = Json.object();
        for (String name : keys) {
            JsonNode part = item.get(name);
            if (part != null) {
                key.set(name, part);
            }
        }
        return key;
    }

    /** Reports the second of what is there more than once. */
    private void reportRepeated(String path, JsonNode list, Function<JsonNode, JsonNode> identity) {
        Map<JsonNode, Integer> times = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode same = identity.apply(list.get(i));
            if (times.merge(same, 1, Integer::sum) == 2) {
                errors.add(FieldError.duplicate(path + "[" + i + "]", shown(same)));
            }
        }
    }

    private static @Nullable Object shown(JsonNode value) {
        return value.isNull() ? null : value;
    }
}
