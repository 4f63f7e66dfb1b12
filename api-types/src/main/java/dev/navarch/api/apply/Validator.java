package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.apply.MergeType.ListType;
import dev.navarch.api.apply.MergeType.MapType;
import dev.navarch.api.apply.MergeType.Scalar;
import dev.navarch.api.json.GoFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that an applied object fits its schema: types, declared fields, and items of lists that are told apart. */
final class Validator {

    private final List<String> errors = new ArrayList<>();
    private final boolean allowDuplicates;

    private Validator(boolean allowDuplicates) {
        this.allowDuplicates = allowDuplicates;
    }

    static void validate(JsonNode value, MergeType type, boolean allowDuplicates) throws TypedException {
        var validator = new Validator(allowDuplicates);
        validator.visit(value, type, null);
        if (!validator.errors.isEmpty()) {
            throw TypedException.of(validator.errors);
        }
    }

    private record Place(@Nullable Place above, PathElement element) {
        void print(StringBuilder out) {
            if (above != null) {
                above.print(out);
            }
            out.append(element);
        }
    }

    private void visit(JsonNode value, MergeType type, @Nullable Place place) {
        switch (type.shapeOf(value)) {
            case SCALAR -> {
                if (type.scalar() != null) {
                    String error = scalarError(type.scalar(), value);
                    if (error != null) {
                        report(place, error);
                    }
                }
            }
            case LIST -> {
                if (type.list() != null) {
                    visitList(value, type.list(), place);
                }
            }
            case MAP -> {
                if (type.map() != null) {
                    visitMap(value, type.map(), place);
                }
            }
            case NONE -> report(place, "schema error: invalid atom: inlined");
        }
    }

    private void visitMap(JsonNode value, MapType type, @Nullable Place place) {
        if (value.isNull()) {
            return;
        }
        if (!value.isObject()) {
            report(place, "expected map, got &{" + GoFormat.of(value) + "}");
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            var below = new Place(place, type.element(member.getKey()));
            MergeType memberType = type.typeOf(member.getKey());
            if (memberType == null) {
                report(below, "field not declared in schema");
                return;
            }
            visit(member.getValue(), memberType, below);
        }
    }

    private void visitList(JsonNode value, ListType type, @Nullable Place place) {
        if (value.isNull()) {
            return;
        }
        if (!value.isArray()) {
            report(place, "expected list, got &{" + GoFormat.of(value) + "}");
            return;
        }
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            PathElement element;
            try {
                element = type.associative() ? ListItems.element(type, item) : new PathElement.Index(i);
            } catch (TypedException e) {
                report(place, "element " + i + ": " + e.getMessage());
                return;
            }
            if (!seen.add(element) && !allowDuplicates) {
                report(place, "duplicate entries for key " + element);
            }
            visit(item, type.element(), new Place(place, element));
        }
    }

    private void report(@Nullable Place place, String message) {
        var text = new StringBuilder();
        if (place != null) {
            place.print(text);
            text.append(": ");
        }
        errors.add(text.append(message).toString());
    }

    /** What is wrong with a scalar; null if nothing is, or if there is none. */
    static @Nullable String scalarError(Scalar type, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (type) {
            case NUMERIC -> value.isNumber() ? null : "expected numeric (int or float), got " + GoFormat.type(value);
            case STRING ->
                value.isTextual()
                        ? null
                        : "expected string, got &value.valueUnstructured{Value:" + GoFormat.syntax(value) + "}";
            case BOOLEAN -> value.isBoolean() ? null : "expected boolean, got &{" + GoFormat.of(value) + "}";
            case UNTYPED -> value.isContainerNode() ? "expected any scalar, got &{" + GoFormat.of(value) + "}" : null;
        };
    }
}
