package dev.navarch.api.selector;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;

/** The forms of label keys and values, with upstream's texts for what is wrong. */
public final class LabelForms {

    private LabelForms() {}

    /** What is wrong with a label's key (upstream's {@code IsQualifiedName}); empty when nothing is. */
    public static List<String> keyProblems(String key) {
        return Names.qualifiedName(key);
    }

    /** What is wrong with a label's value; empty when nothing is. */
    public static List<String> valueProblems(String value) {
        return Names.labelValue(value);
    }

    static void checkKey(String key, String path) throws SelectorSyntaxException {
        List<String> problems = keyProblems(key);
        if (!problems.isEmpty()) {
            throw new SelectorSyntaxException(
                    FieldError.invalid(path, key, String.join("; ", problems)).toString());
        }
    }

    static void checkValues(String key, LabelRequirement.Operator operator, List<String> values)
            throws SelectorSyntaxException {
        var errors = new ArrayList<FieldError>();
        if (operator == LabelRequirement.Operator.GREATER_THAN || operator == LabelRequirement.Operator.LESS_THAN) {
            for (int i = 0; i < values.size(); i++) {
                if (!isInteger(values.get(i))) {
                    errors.add(FieldError.invalid(
                            "values[" + i + "]",
                            values.get(i),
                            "for 'Gt', 'Lt' operators, the value must be an integer"));
                }
            }
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> problems = valueProblems(values.get(i));
            if (!problems.isEmpty()) {
                errors.add(FieldError.invalid(
                        "values[" + i + "][" + key + "]", values.get(i), String.join("; ", problems)));
            }
        }
        if (errors.size() == 1) {
            throw new SelectorSyntaxException(errors.getFirst().toString());
        }
        if (!errors.isEmpty()) {
            throw new SelectorSyntaxException(errors.toString());
        }
    }

    private static boolean isInteger(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
