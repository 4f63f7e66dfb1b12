package dev.navarch.apiserver.request;

import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.FieldSelector;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.api.selector.SelectorSyntaxException;
import dev.navarch.apiserver.http.Query;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads typed parameters; what cannot be read is a 400 with the text of upstream's conversion. */
final class QueryValues {

    private QueryValues() {}

    /** Everything but {@code 0} and {@code false} is true, the empty text too. */
    static boolean bool(String text) {
        return !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    static @Nullable Boolean optionalBool(Query query, String name) {
        return query.has(name) ? (Boolean) bool(query.get(name)) : null;
    }

    static Optional<Long> number(Query query, String name) {
        if (!query.has(name)) {
            return Optional.empty();
        }
        String text = query.get(name);
        try {
            if (text.isEmpty()) {
                throw new NumberFormatException();
            }
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            boolean digits = text.matches("[+-]?[0-9]+");
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": "
                    + (digits ? "value out of range" : "invalid syntax"));
        }
    }

    static LabelSelector labelSelector(Query query) {
        try {
            return LabelSelector.parse(query.get("labelSelector"));
        } catch (SelectorSyntaxException e) {
            throw StatusException.badRequest(e.text());
        }
    }

    static FieldSelector fieldSelector(Query query) {
        try {
            return FieldSelector.parse(query.get("fieldSelector"));
        } catch (SelectorSyntaxException e) {
            throw StatusException.badRequest(e.text());
        }
    }
}
