package dev.navarch.api.schema;

import dev.navarch.api.meta.FieldValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects unknown and duplicate fields in the order of their finding. */
final class StrictErrors {

    private static final int MAX = 100;

    private final Set<String> errors = new LinkedHashSet<>();
    private int suspended;

    /** Custom unmarshalers of Go do not see what is strict. */
    void suspend() {
        suspended++;
    }

    void resume() {
        suspended--;
    }

    void unknown(String path) {
        add("unknown field ", path);
    }

    void duplicate(String path) {
        add("duplicate field ", path);
    }

    private void add(String what, String path) {
        if (suspended == 0 && errors.size() < MAX) {
            errors.add(what + FieldValue.quote(path));
        }
    }

    List<String> list() {
        return List.copyOf(errors);
    }
}
