package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that an object sets: its leaves, its items, and members that the schema does not name. */
final class OwnedFields {

    private OwnedFields() {}

    static FieldSet of(JsonNode value, MergeType type) throws TypedException {
        var fields = new FieldSetBuilder();
        visit(fields, null, null, value, type);
        return fields.build();
    }

    /** Collects what is below the value in {@code scope}, and the value itself in the scope above it. */
    private static void visit(
            FieldSetBuilder scope,
            @Nullable FieldSetBuilder above,
            @Nullable PathElement element,
            JsonNode value,
            MergeType type)
            throws TypedException {
        boolean leaf = switch (type.shapeOf(value)) {
            case SCALAR -> true;
            case LIST -> {
                ListType list = type.list();
                if (list != null && list.associative() && value.isArray()) {
                    visitItems(scope, value, list);
                }
                yield list != null && !list.associative();
            }
            case MAP -> {
                MapType map = type.map();
                if (map != null && !map.atomic() && value.isObject()) {
                    visitMembers(scope, value, map);
                }
                yield map != null && map.atomic();
            }
            case NONE -> throw new TypedException("schema error: invalid atom: inlined");
        };
        if (leaf && above != null && element != null) {
            above.add(element);
        }
    }

    private static void visitMembers(FieldSetBuilder scope, JsonNode value, MapType type) throws TypedException {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            JsonNode inner = member.getValue();
            PathElement.Field element = type.element(name);
            MergeType memberType = type.typeOf(name);
            if (memberType == null) {
                throw new TypedException(element + ": field not declared in schema");
            }
            if (inner.isNull() || (inner.isObject() && inner.isEmpty()) || !type.declares(name)) {
                scope.add(element);
            }
            visit(below(scope, element, inner), scope, element, inner, memberType);
        }
    }

    private static void visitItems(FieldSetBuilder scope, JsonNode list, ListType type) throws TypedException {
        List<PathElement> elements = new ArrayList<>(list.size());
        List<JsonNode> items = new ArrayList<>(list.size());
        Map<PathElement, Integer> counts = new HashMap<>();
        for (JsonNode item : list) {
            PathElement element = elementOrNull(type, item);
            if (element != null) {
                elements.add(element);
                items.add(item);
                counts.merge(element, 1, Integer::sum);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            PathElement element = elements.get(i);
            scope.add(element);
            if (counts.getOrDefault(element, 0) == 1) {
                visit(below(scope, element, items.get(i)), scope, element, items.get(i), type.element());
            }
        }
    }

    /** Null for what pruning leaves of an item of which all is gone. */
    private static @Nullable PathElement elementOrNull(ListType type, JsonNode item) {
        try {
            return ListItems.element(type, item);
        } catch (TypedException e) {
            return null;
        }
    }

    private static FieldSetBuilder below(FieldSetBuilder scope, PathElement element, JsonNode value) {
        return value.isContainerNode() ? scope.below(element) : scope;
    }
}
