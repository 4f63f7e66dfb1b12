package dev.navarch.apiserver.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Query;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code CreateOptions}, {@code UpdateOptions} and {@code PatchOptions} from the parameters of a request. */
public final class WriteOptions {

    private static final int MAX_FIELD_MANAGER = 128;
    private static final List<String> FIELD_VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");

    private WriteOptions() {}

    /** For {@code CreateOptions} and {@code UpdateOptions}. */
    public static RequestOptions read(Query query, String kind) {
        return validated(query, kind, List.of());
    }

    /** {@code PatchOptions}: an apply must name its manager, and it alone may force. */
    public static RequestOptions readPatch(Query query, boolean apply) {
        var errors = new ArrayList<FieldError>();
        if (apply && query.get("fieldManager").isEmpty()) {
            errors.add(FieldError.required("fieldManager", "is required for apply patch"));
        }
        if (!apply && query.has("force")) {
            errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
        return validated(query, "PatchOptions", errors);
    }

    /** The options as the object that admission sees. */
    public static ObjectNode tree(RequestOptions options, String kind) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("kind", kind);
        tree.put("apiVersion", "meta.k8s.io/v1");
        if (options.dryRun()) {
            tree.putArray("dryRun").add("All");
        }
        if (options.force()) {
            tree.put("force", true);
        }
        if (!options.fieldManager().isEmpty()) {
            tree.put("fieldManager", options.fieldManager());
        }
        if (!options.fieldValidationText().isEmpty()) {
            tree.put("fieldValidation", options.fieldValidationText());
        }
        return tree;
    }

    private static RequestOptions validated(Query query, String kind, List<FieldError> earlier) {
        var errors = new ArrayList<>(earlier);
        String manager = query.get("fieldManager");
        List<String> dryRun = query.all("dryRun");
        String validation = query.get("fieldValidation");
        errors.addAll(fieldManagerErrors(manager, "fieldManager"));
        errors.addAll(dryRunErrors(dryRun));
        if (!FIELD_VALIDATIONS.contains(validation)) {
            errors.add(FieldError.notSupported("fieldValidation", validation, FIELD_VALIDATIONS));
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(new GroupVersionKind("meta.k8s.io", "v1", kind), "", errors);
        }
        boolean force = Boolean.TRUE.equals(QueryValues.optionalBool(query, "force"));
        return new RequestOptions(!dryRun.isEmpty(), manager, validation, force);
    }

    /** What is wrong with the name of a field manager. */
    public static List<FieldError> fieldManagerErrors(String manager, String field) {
        var errors = new ArrayList<FieldError>();
        if (manager.length() > MAX_FIELD_MANAGER) {
            errors.add(FieldError.tooLong(field, MAX_FIELD_MANAGER));
        }
        for (int i = 0; i < manager.length(); i += Character.charCount(manager.codePointAt(i))) {
            int c = manager.codePointAt(i);
            if (!isPrintable(c)) {
                String shown = String.format("U+%04X", c);
                errors.add(
                        FieldError.invalid(field, manager, "invalid character " + shown + " (at position " + i + ")"));
            }
        }
        return errors;
    }

    /** What is wrong with the values of {@code dryRun}. */
    public static List<FieldError> dryRunErrors(List<String> dryRun) {
        boolean allowed = dryRun.stream().allMatch("All"::equals);
        return allowed ? List.of() : List.of(FieldError.notSupported("dryRun", quoted(dryRun), List.of("All")));
    }

    private static Object quoted(List<String> values) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
