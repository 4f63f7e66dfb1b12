package dev.navarch.api.selector;

import dev.navarch.api.meta.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The forms of label keys and values, with upstream's texts for what is wrong. */
public final class LabelForms {

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final String NAME_FORM =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
    private static final String SUBDOMAIN_FORM =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private LabelForms() {}

    /** What is wrong with a label's key (upstream's {@code IsQualifiedName}); empty when nothing is. */
    public static List<String> keyProblems(String key) {
        var problems = new ArrayList<String>();
        String[] parts = key.split("/", -1);
        String name;
        if (parts.length == 1) {
            name = parts[0];
        } else if (parts.length == 2) {
            name = parts[1];
            if (parts[0].isEmpty()) {
                problems.add("prefix part must be non-empty");
            } else {
                if (parts[0].length() > 253) {
                    problems.add("prefix part must be no more than 253 bytes");
                }
                if (!SUBDOMAIN.matcher(parts[0]).matches()) {
                    problems.add("prefix part " + SUBDOMAIN_FORM);
                }
            }
        } else {
            problems.add("a valid label key " + NAME_FORM
                    + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g."
                    + " 'example.com/MyName')");
            return problems;
        }
        if (name.isEmpty()) {
            problems.add("name part must be non-empty");
        } else if (name.length() > 63) {
            problems.add("name part must be no more than 63 bytes");
        }
        if (!NAME.matcher(name).matches()) {
            problems.add("name part " + NAME_FORM
                    + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
        }
        return problems;
    }

    /** What is wrong with a label's value; empty when nothing is. */
    public static List<String> valueProblems(String value) {
        var problems = new ArrayList<String>();
        if (value.length() > 63) {
            problems.add("must be no more than 63 bytes");
        }
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            problems.add(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                            + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
                            + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
        }
        return problems;
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
