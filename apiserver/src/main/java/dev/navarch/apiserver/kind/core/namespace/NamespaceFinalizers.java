package dev.navarch.apiserver.kind.core.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of a namespace's finalizers: of a domain, or one of those that Kubernetes has. */
final class NamespaceFinalizers {

    private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private NamespaceFinalizers() {}

    /** Errors show which one it is only where {@code indexed}. */
    static List<FieldError> check(ObjectNode namespace, boolean indexed) {
        List<FieldError> errors = new ArrayList<>();
        Field list = Field.root(namespace, errors).get("spec").get("finalizers");
        for (Field item : list.items()) {
            Field finalizer = indexed ? item : item.shownAt(list.path());
            finalizer.invalid(Names.qualifiedName(item.text()));
            if (!item.text().contains("/") && !STANDARD.contains(item.text())) {
                finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        return errors;
    }
}
