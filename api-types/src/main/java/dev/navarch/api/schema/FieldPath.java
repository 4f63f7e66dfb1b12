package dev.navarch.api.schema;

import java.util.ArrayList;
import java.util.List;

/** The place in an object where a walk stands; written {@code spec.containers[0].image}. */
final class FieldPath {

    private final List<Object> steps = new ArrayList<>();

    void enter(String key) {
        steps.add(key);
    }

    void enter(int index) {
        steps.add(index);
    }

    void leave() {
        steps.removeLast();
    }

    /** The path of a member of the object at this place. */
    String at(String member) {
        var text = new StringBuilder();
        for (Object step : steps) {
            switch (step) {
                case Integer index -> text.append('[').append(index.intValue()).append(']');
                default -> text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return text.append(text.isEmpty() ? "" : ".").append(member).toString();
    }
}
