package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.navarch.api.json.GoFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Equality and order of JSON values as field ownership sees them: an integer equals the float of the same value. */
final class JsonOrder {

    private JsonOrder() {}

    @SuppressWarnings("ReferenceEquality") // the same node is equal, without a walk
    static boolean equal(JsonNode a, JsonNode b) {
        if (a == b) {
            return true;
        }
        if (a.isNumber() && b.isNumber()) {
            return sameNumber(a, b);
        }
        if (a.getNodeType() != b.getNodeType() || a.size() != b.size()) {
            return false;
        }
        if (a.isObject()) {
            return equalMembers(a, b);
        }
        if (a.isArray()) {
            for (int i = 0; i < a.size(); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    private static boolean sameNumber(JsonNode a, JsonNode b) {
        boolean integers = a.isIntegralNumber() && b.isIntegralNumber() && a.canConvertToLong() && b.canConvertToLong();
        return integers ? a.longValue() == b.longValue() : a.doubleValue() == b.doubleValue();
    }

    private static boolean equalMembers(JsonNode a, JsonNode b) {
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (other == null || !equal(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    /** Numbers first, then strings, booleans, lists, objects and null. */
    static int compare(JsonNode a, JsonNode b) {
        int kinds = Integer.compare(rank(a), rank(b));
        if (kinds != 0) {
            return kinds;
        }
        return switch (a.getNodeType()) {
            case NUMBER ->
                a.isIntegralNumber() && b.isIntegralNumber()
                        ? Long.compare(a.longValue(), b.longValue())
                        : Double.compare(a.doubleValue(), b.doubleValue());
            case STRING -> compareText(a.textValue(), b.textValue());
            case BOOLEAN -> Boolean.compare(a.booleanValue(), b.booleanValue());
            case ARRAY -> compareLists(a, b);
            case OBJECT -> compareObjects(a, b);
            default -> 0;
        };
    }

    private static int rank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> 0;
            case STRING -> 1;
            case BOOLEAN -> 2;
            case ARRAY -> 3;
            case OBJECT -> 4;
            default -> 5;
        };
    }

    private static int compareLists(JsonNode a, JsonNode b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = compare(a.get(i), b.get(i));
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareObjects(JsonNode a, JsonNode b) {
        var x = sorted(a).entrySet().iterator();
        var y = sorted(b).entrySet().iterator();
        while (x.hasNext() && y.hasNext()) {
            var left = x.next();
            var right = y.next();
            int c = compareText(left.getKey(), right.getKey());
            c = c != 0 ? c : compare(left.getValue(), right.getValue());
            if (c != 0) {
                return c;
            }
        }
        return Boolean.compare(x.hasNext(), y.hasNext());
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        var members = new TreeMap<String, JsonNode>(JsonOrder::compareText);
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    /** By code point, which is the order of the UTF-8 bytes. */
    static int compareText(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** The one form of a scalar, so that equal numbers are equal and hash alike. */
    static JsonNode canonical(JsonNode value) {
        if (!value.isNumber()) {
            return value;
        }
        if (value.canConvertToLong() && (value.isIntegralNumber() || value.doubleValue() == value.longValue())) {
            return LongNode.valueOf(value.longValue());
        }
        return value.isIntegralNumber() ? value : DoubleNode.valueOf(value.doubleValue());
    }

    /** As values stand in paths of messages: strings quoted, lists in brackets. */
    static String show(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> GoFormat.quote(value.textValue());
            case ARRAY -> {
                var items = new StringJoiner(",", "[", "]");
                value.forEach(item -> items.add(show(item)));
                yield items.toString();
            }
            case OBJECT -> {
                var text = new StringBuilder();
                value.properties()
                        .forEach(member ->
                                text.append(member.getKey()).append('=').append(show(member.getValue())));
                yield text.toString();
            }
            case NUMBER -> GoFormat.of(value);
            default -> value.asText();
        };
    }
}
