package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.GoFormat;
import org.jspecify.annotations.Nullable;

/** Bounds and factors of numbers; integers are compared as such. */
final class NumberChecks {

    private NumberChecks() {}

    static Findings check(Rules rules, String path, JsonNode value) {
        var findings = new Findings();
        add(findings, range(rules, path, value.doubleValue(), exact(value), "Checked"));
        rules.bound("multipleOf").ifPresent(factor -> {
            Finding unfit = range(rules, path, factor, wholeOrNull(factor), "MultipleOf");
            add(findings, unfit);
            add(findings, multiple(path, value, factor, unfit == null));
        });
        rules.bound("minimum").ifPresent(min -> {
            Finding unfit = range(rules, path, min, wholeOrNull(min), "Minimum boundary");
            add(findings, unfit);
            add(findings, minimum(path, value, min, rules.flag("exclusiveMinimum"), unfit == null));
        });
        rules.bound("maximum").ifPresent(max -> {
            Finding unfit = range(rules, path, max, wholeOrNull(max), "Maximum boundary");
            add(findings, unfit);
            add(findings, maximum(path, value, max, rules.flag("exclusiveMaximum"), unfit == null));
        });
        findings.checked();
        return findings;
    }

    private static void add(Findings findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private static @Nullable Long exact(JsonNode value) {
        return ScalarChecks.isInt64(value) ? (Long) value.longValue() : wholeOrNull(value.doubleValue());
    }

    /** The integer that a number is written as; null if it is none or too large. */
    private static @Nullable Long wholeOrNull(double value) {
        boolean whole = value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
        return whole ? (Long) (long) value : null;
    }

    /** Whether the number can be of the type and format at all. */
    private static @Nullable Finding range(
            Rules rules, String path, double value, @Nullable Long integer, String subject) {
        String type = rules.types().size() == 1 ? rules.types().getFirst() : "";
        String format = rules.format();
        boolean fits = switch (type) {
            case "integer" -> integer != null && (!format.equals("int32") || integer == integer.intValue());
            case "number" -> !format.equals("float") || !Float.isInfinite((float) value);
            default -> true;
        };
        if (fits) {
            return null;
        }
        String kind = format.isEmpty() ? " (default format)" : " with format " + format;
        return new Finding.General(subject + " value must be of type " + type + kind + " in " + path);
    }

    private static @Nullable Finding multiple(String path, JsonNode value, double factor, boolean fit) {
        if (fit && ScalarChecks.isInt64(value)) {
            long divisor = (long) factor;
            if (divisor <= 0) {
                return notPositive(path, Long.toString(divisor));
            }
            return value.longValue() % divisor == 0
                    ? null
                    : violation(path, value, "should be a multiple of " + divisor);
        }
        if (factor <= 0) {
            return notPositive(path, GoFormat.number(factor));
        }
        double quotient = factor < 1 ? 1 / factor * value.doubleValue() : value.doubleValue() / factor;
        return ScalarChecks.isInteger(quotient)
                ? null
                : violation(path, value, "should be a multiple of " + GoFormat.number(factor));
    }

    private static Finding notPositive(String path, String factor) {
        return new Finding.General("factor MultipleOf declared for " + path + " must be positive: " + factor);
    }

    private static @Nullable Finding minimum(String path, JsonNode value, double min, boolean exclusive, boolean fit) {
        boolean integers = fit && ScalarChecks.isInt64(value);
        int order = integers ? Long.compare(value.longValue(), (long) min) : Double.compare(value.doubleValue(), min);
        if (exclusive ? order > 0 : order >= 0) {
            return null;
        }
        return violation(
                path, value, "should be greater than " + (exclusive ? "" : "or equal to ") + show(min, integers));
    }

    private static @Nullable Finding maximum(String path, JsonNode value, double max, boolean exclusive, boolean fit) {
        boolean integers = fit && ScalarChecks.isInt64(value);
        int order = integers ? Long.compare(value.longValue(), (long) max) : Double.compare(value.doubleValue(), max);
        if (exclusive ? order < 0 : order <= 0) {
            return null;
        }
        return violation(path, value, "should be less than " + (exclusive ? "" : "or equal to ") + show(max, integers));
    }

    private static String show(double bound, boolean integer) {
        return integer ? Long.toString((long) bound) : GoFormat.number(bound);
    }

    private static Finding violation(String path, JsonNode value, String rule) {
        return new Finding.Violation(path, value, rule);
    }
}
