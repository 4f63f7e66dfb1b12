package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code matchLabelKeys} and {@code mismatchLabelKeys}, which the server has worked into the selector by now. */
final class LabelKeys {

    private LabelKeys() {}

    static void check(Field term) {
        Field selector = term.get("labelSelector");
        Field match = term.get("matchLabelKeys");
        Field mismatch = term.get("mismatchLabelKeys");
        keys(match, selector);
        keys(mismatch, selector);
        twiceInSelector(term, match.texts(), selector);
        Set<String> unwanted = new HashSet<>(mismatch.texts());
        for (Field key : match.items()) {
            if (unwanted.contains(key.text())) {
                key.invalid("exists in both matchLabelKeys and mismatchLabelKeys");
            }
        }
    }

    private static void keys(Field keys, Field selector) {
        if (keys.size() == 0) {
            return;
        }
        if (!selector.isSet()) {
            keys.forbidden("must not be specified when labelSelector is not set");
            return;
        }
        keys.items().forEach(key -> key.invalid(Names.qualifiedName(key.text())));
    }

    /** The server has added each key to the selector; if it is there twice, the client had put it there. */
    private static void twiceInSelector(Field term, List<String> keys, Field selector) {
        Set<String> seen = new HashSet<>();
        selector.get("matchLabels").entries().forEach(label -> seen.add(label.name()));
        for (Field expression : selector.items("matchExpressions")) {
            String key = expression.get("key").text();
            int index = keys.lastIndexOf(key);
            if (index >= 0 && seen.contains(key)) {
                term.index(index).invalid(key, "exists in both matchLabelKeys and labelSelector");
            }
            seen.add(key);
        }
    }

    /** The older rule: a key may not stand in the selector at all. */
    static void checkStrictly(Field constraint) {
        Field keys = constraint.get("matchLabelKeys");
        if (keys.size() == 0) {
            return;
        }
        Field selector = constraint.get("labelSelector");
        Set<String> selected = new HashSet<>();
        if (selector.isSet()) {
            selector.get("matchLabels").entries().forEach(label -> selected.add(label.name()));
            selector.items("matchExpressions")
                    .forEach(expression -> selected.add(expression.get("key").text()));
        } else {
            keys.forbidden("must not be specified when labelSelector is not set");
        }
        for (Field key : keys.items()) {
            key.invalid(Names.qualifiedName(key.text()));
            if (selected.contains(key.text())) {
                key.invalid("exists in both matchLabelKeys and labelSelector");
            }
        }
    }
}
