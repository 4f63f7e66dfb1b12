package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.json.GoFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the items of associative lists apart. */
final class ListItems {

    private ListItems() {}

    /** The element of each item, in order. */
    static List<PathElement> elements(ListType type, @Nullable JsonNode list) throws TypedException {
        if (list == null) {
            return List.of();
        }
        List<PathElement> elements = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                elements.add(element(type, list.get(i)));
            } catch (TypedException e) {
                throw new TypedException("element " + i + ": " + e.getMessage());
            }
        }
        return elements;
    }

    static PathElement element(ListType type, JsonNode item) throws TypedException {
        return type.keys().isEmpty() ? value(item) : key(type, item);
    }

    private static PathElement key(ListType type, JsonNode item) throws TypedException {
        if (item.isNull()) {
            throw new TypedException("associative list with keys may not have a null element");
        }
        if (!item.isObject()) {
            throw new TypedException("associative list with keys may not have non-map elements");
        }
        List<PathElement.KeyField> fields = new ArrayList<>(type.keys().size());
        MapType map = type.element().map();
        for (String name : type.keys()) {
            JsonNode value = item.get(name);
            if (value == null) {
                if (map == null) {
                    throw new TypedException("couldn't find default value for " + name
                            + ": associative list may not have non-map types");
                }
                value = map.defaultOf(name);
            }
            if (value != null) {
                fields.add(new PathElement.KeyField(name, value));
            }
        }
        if (fields.isEmpty()) {
            throw new TypedException("associative list with keys has an element that omits all key fields "
                    + type.keys().stream().map(GoFormat::quote).collect(Collectors.joining(" ", "[", "]"))
                    + " (and doesn't have default values for any key fields)");
        }
        return new PathElement.Key(fields);
    }

    private static PathElement value(JsonNode item) throws TypedException {
        return switch (item.getNodeType()) {
            case OBJECT -> throw new TypedException("associative list without keys has an element that's a map type");
            case ARRAY -> throw new TypedException("not supported: associative list with lists as elements");
            case NULL ->
                throw new TypedException("associative list without keys has an element that's an explicit null");
            default -> new PathElement.Value(item);
        };
    }
}
