package dev.navarch.apiserver.kind.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a {@code LabelSelector} in a spec. */
public final class LabelSelectorRules {

    private LabelSelectorRules() {}

    /** The errors in the words of upstream; none for a selector that is missing. */
    public static List<FieldError> validate(JsonNode selector, String path) {
        var errors = new ArrayList<FieldError>();
        selector.path("matchLabels").properties().forEach(label -> {
            String at = path + ".matchLabels";
            Names.qualifiedName(label.getKey())
                    .forEach(text -> errors.add(FieldError.invalid(at, label.getKey(), text)));
            String value = label.getValue().asText();
            Names.labelValue(value).forEach(text -> errors.add(FieldError.invalid(at, value, text)));
        });
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            validateExpression(expressions.get(i), path + ".matchExpressions[" + i + "]", errors);
        }
        return errors;
    }

    private static void validateExpression(JsonNode expression, String path, List<FieldError> errors) {
        JsonNode values = expression.path("values");
        String operator = expression.path("operator").asText("");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.required(
                            path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            default -> errors.add(FieldError.invalid(path + ".operator", operator, "not a valid selector operator"));
        }
        String key = expression.path("key").asText("");
        Names.qualifiedName(key).forEach(text -> errors.add(FieldError.invalid(path + ".key", key, text)));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asText();
            String at = path + ".values[" + i + "]";
            Names.labelValue(value).forEach(text -> errors.add(FieldError.invalid(at, value, text)));
        }
    }
}
