package dev.navarch.api.apply;

import java.util.Arrays;
import java.util.List;

/** The way from an object to one of its fields; prints as {@code .spec.ports[port=80].name}. */
public record FieldPath(List<PathElement> elements) {

    public FieldPath {
        elements = List.copyOf(elements);
    }

    /** A path through members of objects only. */
    public static FieldPath of(String... names) {
        return new FieldPath(
                Arrays.stream(names).<PathElement>map(PathElement.Field::new).toList());
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        elements.forEach(text::append);
        return text.toString();
    }
}
