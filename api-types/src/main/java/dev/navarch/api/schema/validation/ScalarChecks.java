package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.navarch.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Types, enumerations, and what is checked of texts. Null means that nothing is wrong. */
final class ScalarChecks {

    private static final double MAX_EXACT_INTEGER = (1L << 53) - 1;

    private ScalarChecks() {}

    static @Nullable Findings type(Rules rules, String path, JsonNode value) {
        if (value.isNull()) {
            boolean refused = !rules.types().isEmpty() && !rules.nullable();
            return refused ? wrongType(rules, path, "null") : checkedOnce();
        }
        String type = typeOf(value);
        boolean numeric = rules.hasType("number") || rules.hasType("integer");
        boolean integralFloat = type.equals("number") && rules.hasType("integer") && isInteger(value.doubleValue());
        boolean integerAsNumber = type.equals("integer") && rules.hasType("number");
        boolean matches = rules.hasType(type) || integralFloat || integerAsNumber;
        boolean textual = value.isTextual() || value.isArray();
        String format = formatOf(value);
        if (!rules.format().isEmpty() && !textual && !matches && !format.equals(rules.format())) {
            return Findings.of(new Finding.WrongType(path, rules.format(), format));
        }
        if (!numeric && !rules.format().isEmpty() && textual) {
            return checkedOnce(); // the format decides
        }
        return matches ? checkedOnce() : wrongType(rules, path, type);
    }

    private static Findings wrongType(Rules rules, String path, String actual) {
        return Findings.of(new Finding.WrongType(path, String.join(",", rules.types()), actual));
    }

    private static Findings checkedOnce() {
        var findings = new Findings();
        findings.checked();
        return findings;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> isInt64(value) ? "integer" : "number";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "string";
        };
    }

    private static String formatOf(JsonNode value) {
        return !value.isNumber() ? "" : isInt64(value) ? "int64" : "float64";
    }

    static boolean isInt64(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    /** Whether a float is as good as an integer: within a billionth of one, and small enough to be exact. */
    static boolean isInteger(double value) {
        if (Double.isNaN(value) || Math.abs(value) > MAX_EXACT_INTEGER) {
            return false;
        }
        double whole = (long) value;
        if (value == whole) {
            return true;
        }
        return whole != 0 && Math.abs(value - whole) / (Math.abs(value) + Math.abs(whole)) < 1e-9;
    }

    static @Nullable Findings enumeration(Rules rules, String path, JsonNode value) {
        if (rules.enumeration().isEmpty()) {
            return null;
        }
        List<String> supported = new ArrayList<>(rules.enumeration().size());
        for (JsonNode allowed : rules.enumeration()) {
            if (equalsAfterConversion(value, allowed)) {
                return null;
            }
            supported.add(allowed.isTextual() ? allowed.textValue() : Json.string(allowed));
        }
        return Findings.of(new Finding.NotInEnum(path, value, supported));
    }

    // A number is brought to the type of the allowed value first, so that 1.0 is the 1 of an enumeration.
    private static boolean equalsAfterConversion(JsonNode value, JsonNode allowed) {
        if (value.isNull() || allowed.isNull()) {
            return false;
        }
        if (value.isNumber() && allowed.isNumber()) {
            if (!isInt64(allowed)) {
                return value.doubleValue() == allowed.doubleValue();
            }
            long whole = isInt64(value) ? value.longValue() : (long) value.doubleValue();
            return whole == allowed.longValue();
        }
        return value.equals(allowed);
    }

    static @Nullable Findings text(Rules rules, String path, String text) {
        int length = text.codePointCount(0, text.length());
        OptionalLong max = rules.limit("maxLength");
        if (max.isPresent() && length > max.getAsLong()) {
            return Findings.of(new Finding.TooLong(path, max.getAsLong()));
        }
        OptionalLong min = rules.limit("minLength");
        if (min.isPresent() && length < min.getAsLong()) {
            String rule = "should be at least " + min.getAsLong() + " chars long";
            return Findings.of(new Finding.Violation(path, text, rule));
        }
        Pattern pattern = rules.pattern();
        if (pattern != null && !pattern.matcher(text).find()) {
            return Findings.of(new Finding.Violation(path, text, "should match '" + pattern.pattern() + "'"));
        }
        return null;
    }

    static @Nullable Findings format(Rules rules, String path, String text) {
        return Formats.matches(rules.format(), text)
                ? null
                : Findings.of(new Finding.WrongType(path, rules.format(), text));
    }
}
