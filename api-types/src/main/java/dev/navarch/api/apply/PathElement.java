package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** One step from a value to something in it. Ordered: fields, then keys, then values, then indices. */
public sealed interface PathElement extends Comparable<PathElement> {

    /** A member of an object. */
    record Field(String name) implements PathElement {
        @Override
        public int compareTo(PathElement other) {
            return other instanceof Field field ? JsonOrder.compareText(name, field.name) : -1;
        }

        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** An item of an associative list, by the members that tell items apart, sorted by name. */
    record Key(List<KeyField> fields) implements PathElement {
        public Key {
            fields = List.copyOf(isSorted(fields) ? fields : sorted(fields));
        }

        private static boolean isSorted(List<KeyField> fields) {
            for (int i = 1; i < fields.size(); i++) {
                if (JsonOrder.compareText(fields.get(i - 1).name, fields.get(i).name) > 0) {
                    return false;
                }
            }
            return true;
        }

        private static List<KeyField> sorted(List<KeyField> fields) {
            var sorted = new ArrayList<>(fields);
            sorted.sort(Comparator.comparing(KeyField::name, JsonOrder::compareText));
            return sorted;
        }

        @Override
        public int compareTo(PathElement other) {
            return switch (other) {
                case Field field -> 1;
                case Key key -> compareFields(key.fields);
                default -> -1;
            };
        }

        private int compareFields(List<KeyField> others) {
            for (int i = 0; i < Math.min(fields.size(), others.size()); i++) {
                int c = JsonOrder.compareText(fields.get(i).name, others.get(i).name);
                c = c != 0 ? c : JsonOrder.compare(fields.get(i).value, others.get(i).value);
                if (c != 0) {
                    return c;
                }
            }
            return Integer.compare(fields.size(), others.size());
        }

        @Override
        public String toString() {
            var text = new StringJoiner(",", "[", "]");
            fields.forEach(field -> text.add(field.name + "=" + JsonOrder.show(field.value)));
            return text.toString();
        }
    }

    /** An item of a set, by its value. */
    record Value(JsonNode value) implements PathElement {
        public Value {
            value = JsonOrder.canonical(value);
        }

        @Override
        public int compareTo(PathElement other) {
            return switch (other) {
                case Value v -> JsonOrder.compare(value, v.value);
                case Index index -> -1;
                default -> 1;
            };
        }

        @Override
        public String toString() {
            return "[=" + JsonOrder.show(value) + "]";
        }
    }

    /** An item of an atomic list, by its place. */
    record Index(int index) implements PathElement {
        @Override
        public int compareTo(PathElement other) {
            return other instanceof Index i ? Integer.compare(index, i.index) : 1;
        }

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** One member of a {@link Key}. */
    record KeyField(String name, JsonNode value) {
        public KeyField {
            value = JsonOrder.canonical(value);
        }
    }
}
