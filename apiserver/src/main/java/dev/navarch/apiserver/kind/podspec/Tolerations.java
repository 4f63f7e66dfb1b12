package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** Taints that a pod puts up with. */
public final class Tolerations {

    /** What a taint does to pods that do not tolerate it. */
    public static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private static final String ALL_KEYS =
            "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";

    private Tolerations() {}

    public static void check(Field tolerations, PodValidationOptions options) {
        for (Field toleration : tolerations.items()) {
            Field key = toleration.get("key");
            Field operator = toleration.get("operator");
            Field effect = toleration.get("effect");
            if (!key.isZero()) {
                key.invalid(Names.qualifiedName(key.text()));
            } else if (!operator.is("Exists")) {
                operator.invalid(ALL_KEYS);
            }
            if (toleration.get("tolerationSeconds").isSet() && !effect.is("NoExecute")) {
                effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            value(toleration, operator, options);
            if (!effect.isZero()) {
                effect.oneOf(EFFECTS);
            }
        }
    }

    private static void value(Field toleration, Field operator, PodValidationOptions options) {
        String value = toleration.get("value").text();
        switch (operator.text()) {
            case "", "Equal" -> {
                List<String> problems = Names.labelValue(value);
                if (!problems.isEmpty()) {
                    operator.invalid(value, String.join(";", problems));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    operator.invalid(value, "value must be empty when `operator` is 'Exists'");
                }
            }
            case "Lt", "Gt" -> {
                if (!options.tolerationComparisons()) {
                    operator.notSupported(List.of("Equal", "Exists", "Lt", "Gt"));
                } else if (!value.matches("0|-?[1-9][0-9]*")) {
                    toleration.add(FieldError.invalid(
                            toleration.get("value").path(), value, "must be a valid decimal integer"));
                }
            }
            default -> operator.notSupported(List.of("Equal", "Exists"));
        }
    }

    /** Whether the toleration compares numbers. */
    static boolean compares(Field toleration) {
        return toleration.get("operator").is("Lt") || toleration.get("operator").is("Gt");
    }
}
