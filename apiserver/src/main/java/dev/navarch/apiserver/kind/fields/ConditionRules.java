package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of {@code metav1.Condition}s. */
public final class ConditionRules {

    private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON_PATTERN = Pattern.compile(REASON);
    private static final int MAX_REASON = 1024;
    private static final int MAX_MESSAGE = 32 * 1024;

    private ConditionRules() {}

    public static void validate(Place conditions) {
        Set<String> types = new HashSet<>();
        for (Place condition : conditions.items()) {
            if (!types.add(condition.get("type").text())) {
                condition.get("type").duplicate();
            }
            one(condition);
        }
    }

    private static void one(Place condition) {
        condition.get("type").form(Names::qualifiedName);
        condition.get("status").oneOf("False", "True", "Unknown");
        Place generation = condition.get("observedGeneration");
        if (generation.number() < 0) {
            generation.invalid("must be greater than or equal to zero");
        }
        if (!condition.get("lastTransitionTime").isSet()) {
            condition.get("lastTransitionTime").required("");
        }
        Place reason = condition.get("reason");
        reason.requiredForm("", ConditionRules::reasonProblems);
        if (reason.text().length() > MAX_REASON) {
            reason.tooLong(MAX_REASON);
        }
        if (condition.get("message").text().length() > MAX_MESSAGE) {
            condition.get("message").tooLong(MAX_MESSAGE);
        }
    }

    private static List<String> reasonProblems(String reason) {
        return REASON_PATTERN.matcher(reason).matches()
                ? List.of()
                : List.of(Names.regexError(
                        "a condition reason must start with alphabetic character, optionally followed by a string of"
                                + " alphanumeric characters or '_,:', and must end with an alphanumeric character or"
                                + " '_'",
                        REASON,
                        "my_name",
                        "MY_NAME",
                        "MyName",
                        "ReasonA,ReasonB",
                        "ReasonA:ReasonB"));
    }
}
