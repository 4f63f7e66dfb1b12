package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validation keywords of one schema node, read once. Nodes below are read when a value first leads there. */
final class Rules {

    private static final Set<String> INTEGER_FORMATS = Set.of("int32", "int64");
    private static final Set<String> NUMBER_FORMATS = Set.of("float", "double");

    private final JsonNode source;
    private final List<String> types;
    private final String format;
    private final boolean nullable;
    private final List<JsonNode> enumeration = new ArrayList<>();
    private final List<String> required = new ArrayList<>();
    private final List<Rules> allOf;
    private final List<Rules> anyOf;
    private final List<Rules> oneOf;
    private final @Nullable Rules not;
    private final Map<String, Rules> properties = new HashMap<>();
    private final Map<String, JsonNode> propertySources = new LinkedHashMap<>();
    private final @Nullable Pattern pattern;
    private @Nullable Rules additionalProperties;
    private @Nullable Rules items;

    private Rules(JsonNode source) {
        this.source = source;
        this.types = types(source);
        this.format = supportedFormat(source.path("format").asText(""), types);
        this.nullable = source.path("nullable").asBoolean(false);
        source.path("enum").forEach(enumeration::add);
        source.path("required").forEach(name -> required.add(name.asText()));
        this.allOf = junctor(source.path("allOf"));
        this.anyOf = junctor(source.path("anyOf"));
        this.oneOf = junctor(source.path("oneOf"));
        this.not = source.path("not").isObject() ? new Rules(source.path("not")) : null;
        source.path("properties").properties().forEach(p -> propertySources.put(p.getKey(), p.getValue()));
        this.pattern = compile(source.path("pattern").asText(""));
    }

    static Rules of(JsonNode source) {
        return new Rules(source);
    }

    private static List<String> types(JsonNode source) {
        if (source.path("x-kubernetes-int-or-string").asBoolean(false)) {
            return List.of("integer", "string");
        }
        String type = source.path("type").asText("");
        return type.isEmpty() ? List.of() : List.of(type);
    }

    /** Formats that upstream does not know for a type are as if they were not there. */
    private static String supportedFormat(String format, List<String> types) {
        boolean known = switch (types.size() == 1 ? types.getFirst() : "") {
            case "", "string" -> Formats.isKnown(format);
            case "integer" -> INTEGER_FORMATS.contains(format);
            case "number" -> NUMBER_FORMATS.contains(format);
            default -> false;
        };
        return known ? format : "";
    }

    private static List<Rules> junctor(JsonNode alternatives) {
        List<Rules> rules = new ArrayList<>();
        alternatives.forEach(alternative -> rules.add(new Rules(alternative)));
        return rules;
    }

    private static @Nullable Pattern compile(String pattern) {
        try {
            return pattern.isEmpty() ? null : Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            return null; // a definition with such a pattern is refused; one stored anyway restricts nothing
        }
    }

    List<String> types() {
        return types;
    }

    boolean hasType(String type) {
        return types.contains(type);
    }

    /** Empty for none. */
    String format() {
        return format;
    }

    boolean nullable() {
        return nullable;
    }

    List<JsonNode> enumeration() {
        return enumeration;
    }

    List<String> required() {
        return required;
    }

    List<Rules> allOf() {
        return allOf;
    }

    List<Rules> anyOf() {
        return anyOf;
    }

    List<Rules> oneOf() {
        return oneOf;
    }

    @Nullable
    Rules not() {
        return not;
    }

    @Nullable
    Pattern pattern() {
        return pattern;
    }

    OptionalLong limit(String keyword) {
        JsonNode value = source.path(keyword);
        return value.isNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    OptionalDouble bound(String keyword) {
        JsonNode value = source.path(keyword);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    boolean flag(String keyword) {
        return source.path(keyword).asBoolean(false);
    }

    Set<String> propertyNames() {
        return propertySources.keySet();
    }

    synchronized @Nullable Rules property(String name) {
        JsonNode below = propertySources.get(name);
        return below == null ? null : properties.computeIfAbsent(name, n -> new Rules(below));
    }

    synchronized @Nullable Rules additionalProperties() {
        if (additionalProperties == null && source.path("additionalProperties").isObject()) {
            additionalProperties = new Rules(source.path("additionalProperties"));
        }
        return additionalProperties;
    }

    synchronized @Nullable Rules items() {
        if (items == null && source.path("items").isObject()) {
            items = new Rules(source.path("items"));
        }
        return items;
    }

    /** The members that tell items of the list apart; empty where items cannot be told apart. */
    List<String> listMapKeys() {
        List<String> keys = new ArrayList<>();
        if (source.path("x-kubernetes-list-type").asText("").equals("map")) {
            source.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        }
        return keys;
    }
}
