package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the names of a definition are well-formed. */
final class NameRules {

    private static final String MIXED = "may have mixed case, but should otherwise match: ";

    private final String path;
    private final List<FieldError> errors = new ArrayList<>();

    private NameRules(String path) {
        this.path = path;
    }

    /** What is wrong with those names that are there. */
    static List<FieldError> validate(JsonNode names, String path) {
        var rules = new NameRules(path);
        String kind = names.path("kind").asText("");
        String listKind = names.path("listKind").asText("");
        rules.label("plural", names.path("plural").asText(""));
        rules.label("singular", names.path("singular").asText(""));
        rules.kind("kind", kind);
        rules.kind("listKind", listKind);
        rules.labels("shortNames", names.path("shortNames"));
        if (!kind.isEmpty() && kind.equals(listKind)) {
            rules.add("listKind", listKind, "kind and listKind may not be the same");
        }
        rules.labels("categories", names.path("categories"));
        return rules.errors;
    }

    private void label(String field, String value) {
        List<String> wrong = Names.dns1035Label(value);
        if (!value.isEmpty() && !wrong.isEmpty()) {
            add(field, value, String.join(",", wrong));
        }
    }

    private void kind(String field, String value) {
        List<String> wrong = Names.dns1035Label(value.toLowerCase(Locale.ROOT));
        if (!value.isEmpty() && !wrong.isEmpty()) {
            add(field, value, MIXED + String.join(",", wrong));
        }
    }

    private void labels(String field, JsonNode values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asText("");
            List<String> wrong = Names.dns1035Label(value);
            if (!wrong.isEmpty()) {
                add(field + "[" + i + "]", value, String.join(",", wrong));
            }
        }
    }

    private void add(String field, String value, String detail) {
        errors.add(FieldError.invalid(path + "." + field, value, detail));
    }
}
