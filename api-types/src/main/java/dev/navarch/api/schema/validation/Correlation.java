package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value and what it was before an update. Members correlate by name, items only where the schema tells them apart by
 * keys.
 */
final class Correlation {

    private final JsonNode value;
    private final JsonNode old;
    private final Rules rules;
    private @Nullable Map<List<JsonNode>, JsonNode> oldItems;
    private @Nullable Boolean equal;

    Correlation(JsonNode value, JsonNode old, Rules rules) {
        this.value = value;
        this.old = old;
        this.rules = rules;
    }

    /** The member and its old self; null if it is new or has no schema. */
    @Nullable
    Correlation member(String name) {
        JsonNode inner = value.get(name);
        JsonNode before = old.get(name);
        Rules property = rules.property(name);
        Rules below = property == null ? rules.additionalProperties() : property;
        return inner == null || before == null || below == null ? null : new Correlation(inner, before, below);
    }

    /** The item and its old self; null if it is new or items cannot be told apart. */
    @Nullable
    Correlation item(int index) {
        List<String> keys = rules.listMapKeys();
        Rules below = rules.items();
        if (keys.isEmpty() || below == null || !old.isArray()) {
            return null;
        }
        List<JsonNode> key = keyOf(value.get(index), keys);
        JsonNode before = key == null ? null : oldItems(keys).get(key);
        return before == null ? null : new Correlation(value.get(index), before, below);
    }

    private Map<List<JsonNode>, JsonNode> oldItems(List<String> keys) {
        if (oldItems == null) {
            oldItems = new HashMap<>();
            for (JsonNode item : old) {
                List<JsonNode> key = keyOf(item, keys);
                if (key != null) {
                    oldItems.putIfAbsent(key, item);
                }
            }
        }
        return oldItems;
    }

    private static @Nullable List<JsonNode> keyOf(JsonNode item, List<String> keys) {
        List<JsonNode> key = new ArrayList<>(keys.size());
        for (String name : keys) {
            JsonNode part = item.get(name);
            if (part == null) {
                return null;
            }
            key.add(part);
        }
        return key;
    }

    /** Whether nothing changed; keyed items may have changed places. */
    boolean isUnchanged() {
        if (equal == null) {
            equal = compare();
        }
        return equal;
    }

    private boolean compare() {
        if (value.isNull() || old.isNull()) {
            return value.isNull() && old.isNull();
        }
        if (value.isArray()
                && old.isArray()
                && value.size() == old.size()
                && !rules.listMapKeys().isEmpty()) {
            return sameItems();
        }
        return value.equals(old);
    }

    private boolean sameItems() {
        for (int i = 0; i < value.size(); i++) {
            Correlation item = item(i);
            if (item == null || !item.isUnchanged()) {
                return false;
            }
        }
        return true;
    }
}
