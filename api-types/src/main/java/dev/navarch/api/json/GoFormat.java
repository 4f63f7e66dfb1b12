package dev.navarch.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prints trees as Go's {@code %v} verb does ({@code map[a:1 b:[x y]]}), since messages that clients know embed such
 * texts.
 */
public final class GoFormat {

    private GoFormat() {}

    /** The {@code %v} form of a decoded JSON value; {@code <nil>} for null. */
    public static String of(@Nullable JsonNode value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** Quotes as {@code %q} and {@code %#v} do. */
    public static String quote(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x07 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case 0x0b -> out.append("\\v");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format("\\x%02x", c));
                    } else if (Character.isDefined(c) && !Character.isISOControl(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** The {@code %#v} form of a decoded JSON value. */
    public static String syntax(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "interface {}(nil)";
        }
        return switch (value.getNodeType()) {
            case STRING -> quote(value.textValue());
            case OBJECT -> {
                var members = new StringJoiner(", ", "map[string]interface {}{", "}");
                sorted(value).forEach((name, member) -> members.add(quote(name) + ":" + syntax(member)));
                yield members.toString();
            }
            case ARRAY -> {
                var items = new StringJoiner(", ", "[]interface {}{", "}");
                value.forEach(item -> items.add(syntax(item)));
                yield items.toString();
            }
            default -> of(value);
        };
    }

    /** The Go type that a decoded JSON value has, as {@code %T} prints it. */
    public static String type(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "<nil>";
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            default -> "interface {}";
        };
    }

    /** Prints a float as Go's {@code %v} does: shortest digits, exponent form from 1e+21 and below 1e-4. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-4 && magnitude < 1e21) {
            String plain = new java.math.BigDecimal(Double.toString(value)).toPlainString();
            return plain.indexOf('.') < 0 ? plain : plain.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return exponent(value);
    }

    private static String exponent(double value) {
        String text = Double.toString(value);
        int e = text.indexOf('E');
        String mantissa = text.substring(0, e).replaceAll("\\.0$", "");
        int power = Integer.parseInt(text.substring(e + 1));
        return mantissa + "e" + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        var sorted = new TreeMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            sorted.put(field.getKey(), field.getValue());
        }
        return sorted;
    }

    private static void append(StringBuilder out, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            out.append("<nil>");
        } else if (value.isObject()) {
            var fields = new StringJoiner(" ", "map[", "]");
            sorted(value).forEach((name, field) -> fields.add(name + ":" + of(field)));
            out.append(fields);
        } else if (value.isArray()) {
            var items = new StringJoiner(" ", "[", "]");
            value.forEach(item -> items.add(of(item)));
            out.append(items);
        } else if (value.isFloatingPointNumber()) {
            out.append(number(value.doubleValue()));
        } else {
            out.append(value.asText());
        }
    }
}
