package dev.navarch.api.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a path. */
final class PathParser {

    private static final Pattern SLICE = Pattern.compile("(-?\\d*)(:-?\\d*)?(:-?\\d*)?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?");

    private final String text;
    private final List<PathStep> steps = new ArrayList<>();
    private int at;

    PathParser(String text) {
        this.text = text;
    }

    JsonPath parse() {
        if (at < text.length() && (text.charAt(at) == '$' || text.charAt(at) == '@')) {
            at++;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("..", at)) {
                at += 2;
                steps.add(new PathStep.Descent());
                if (at < text.length() && text.charAt(at) != '[') {
                    field();
                }
            } else if (c == '.') {
                at++;
                if (at < text.length() && text.charAt(at) != '[') {
                    field();
                }
            } else if (c == '[') {
                bracket(closing());
            } else if (steps.isEmpty()) {
                field();
            } else {
                throw invalid("unexpected character " + c);
            }
        }
        return new JsonPath(text, steps);
    }

    private void field() {
        var name = new StringBuilder();
        while (at < text.length() && ".[]{}()'\"/ ".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        if (name.isEmpty()) {
            throw invalid("empty field name");
        }
        steps.add(name.toString().equals("*") ? new PathStep.Wildcard() : new PathStep.Field(name.toString()));
    }

    /** What stands in the brackets that open here; quotes hide brackets. */
    private String closing() {
        int start = ++at;
        int depth = 1;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return text.substring(start, at++);
            }
        }
        throw invalid("unterminated array");
    }

    private void bracket(String inside) {
        if (inside.startsWith("?(") && inside.endsWith(")")) {
            steps.add(filter(inside.substring(2, inside.length() - 1)));
            return;
        }
        List<String> parts = split(inside);
        if (parts.size() == 1) {
            steps.add(selector(inside.strip()));
            return;
        }
        var paths = new ArrayList<JsonPath>();
        for (String part : parts) {
            String path = part.strip();
            paths.add(
                    path.startsWith(".") || path.startsWith("@")
                            ? JsonPath.parse(path)
                            : new JsonPath(path, List.of(selector(path))));
        }
        steps.add(new PathStep.Union(paths));
    }

    private PathStep selector(String text) {
        if (text.equals("*")) {
            return new PathStep.Wildcard();
        }
        if (text.length() >= 2 && (text.charAt(0) == '\'' || text.charAt(0) == '"')) {
            return new PathStep.Field(text.substring(1, text.length() - 1));
        }
        Matcher slice = SLICE.matcher(text);
        if (text.isEmpty() || !slice.matches()) {
            throw invalid("invalid array index " + text);
        }
        if (slice.group(2) == null) {
            return new PathStep.Index(Integer.parseInt(slice.group(1)));
        }
        Integer step = number(slice.group(3), 1);
        if (step != null && step <= 0) {
            throw invalid("step must be > 0");
        }
        return new PathStep.Slice(number(slice.group(1), 0), number(slice.group(2), 1), step == null ? 1 : step);
    }

    private static @Nullable Integer number(@Nullable String text, int skip) {
        return text == null || text.length() <= skip ? null : (Integer) Integer.parseInt(text.substring(skip));
    }

    private List<String> split(String inside) {
        var parts = new ArrayList<String>();
        int start = 0;
        char quote = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ',') {
                parts.add(inside.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(inside.substring(start));
        return parts;
    }

    private PathStep filter(String condition) {
        char quote = 0;
        for (int i = 0; i < condition.length(); i++) {
            char c = condition.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else {
                for (PathStep.Operator operator : PathStep.Operator.values()) {
                    if (condition.startsWith(operator.symbol(), i)) {
                        return new PathStep.Filter(
                                operand(condition.substring(0, i)),
                                operator,
                                operand(condition.substring(
                                        i + operator.symbol().length())));
                    }
                }
            }
        }
        return new PathStep.Filter(operand(condition), null, null);
    }

    private PathStep.Operand operand(String text) {
        String value = text.strip();
        if (value.startsWith("@") || value.startsWith(".")) {
            return new PathStep.Operand(JsonPath.parse(value), null);
        }
        return new PathStep.Operand(null, constant(value));
    }

    private JsonNode constant(String value) {
        if (value.length() >= 2 && (value.charAt(0) == '\'' || value.charAt(0) == '"')) {
            return TextNode.valueOf(value.substring(1, value.length() - 1));
        }
        if (value.equals("true") || value.equals("false")) {
            return BooleanNode.valueOf(value.equals("true"));
        }
        if (NUMBER.matcher(value).matches()) {
            return DoubleNode.valueOf(Double.parseDouble(value));
        }
        throw invalid("invalid filter operand " + value);
    }

    private IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("invalid JSONPath " + text + ": " + why);
    }
}
