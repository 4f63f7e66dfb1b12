package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.api.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of a {@code LabelSelector} in a spec. */
public final class LabelSelectorRules {

    private LabelSelectorRules() {}

    /** The errors in the words of upstream; none for a selector that is missing. */
    public static List<FieldError> validate(JsonNode selector, String path) {
        var errors = new ArrayList<FieldError>();
        validate(Place.of(selector, path, errors));
        return errors;
    }

    /** As {@link #validate(JsonNode, String)}, at a place. */
    public static void validate(Place selector) {
        validate(selector, false);
    }

    /** As {@link #validate(Place)}; what an older object has in {@code values} may be wrong in the new one too. */
    public static void validate(Place selector, boolean toleratesValues) {
        if (!selector.isSet()) {
            return;
        }
        Place labels = selector.get("matchLabels");
        labels.add(ObjectMetaValidation.validateLabels(labels.map(), labels.path()));
        for (Place expression : selector.get("matchExpressions").items()) {
            requirement(expression, toleratesValues);
        }
    }

    /** Whether a value of {@code selector} is no value that a label can have. */
    public static boolean hasInvalidValue(Place selector) {
        return selector.get("matchExpressions").items().stream()
                .flatMap(expression -> expression.get("values").texts().stream())
                .anyMatch(value -> !Names.labelValue(value).isEmpty());
    }

    /** One of {@code matchExpressions}. */
    public static void requirement(Place expression, boolean toleratesValues) {
        Place values = expression.get("values");
        Place operator = expression.get("operator");
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> operator.invalid("not a valid selector operator");
        }
        expression.get("key").form(Names::qualifiedName);
        if (!toleratesValues) {
            values.items().forEach(value -> value.form(Names::labelValue));
        }
    }

    /**
     * The selector as something that can be asked, as upstream's {@code LabelSelectorAsSelector}: empty where it is so
     * wrong that it has no meaning. One that is missing matches nothing.
     */
    public static Optional<LabelSelector> parsed(Place selector) {
        boolean meaningful = selector.found(place -> validate(place)).isEmpty();
        return meaningful ? Optional.of(LabelSelector.of(selector.value())) : Optional.empty();
    }

    /** Whether a selector that is set and has a meaning does not match these labels. */
    public static boolean misses(Place selector, JsonNode labels) {
        if (!selector.isSet()) {
            return true;
        }
        Optional<LabelSelector> parsed = parsed(selector);
        return parsed.isPresent() && !parsed.get().matches(labels);
    }
}
