package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists and objects, with what is in them. */
final class ContainerChecks {

    private ContainerChecks() {}

    static Findings list(Rules rules, String path, JsonNode list, @Nullable Correlation correlation) {
        var findings = new Findings();
        Rules items = rules.items();
        for (int i = 0; items != null && i < list.size(); i++) {
            Correlation item = correlation == null ? null : correlation.item(i);
            findings.merge(SchemaValidator.validate(items, path + "[" + i + "]", list.get(i), item));
        }
        OptionalLong min = rules.limit("minItems");
        if (min.isPresent() && list.size() < min.getAsLong()) {
            String rule = "should have at least " + min.getAsLong() + " items";
            findings.add(new Finding.Violation(path, list.size(), rule));
        }
        OptionalLong max = rules.limit("maxItems");
        if (max.isPresent() && list.size() > max.getAsLong()) {
            findings.add(new Finding.TooMany(path, "items", list.size(), max.getAsLong()));
        }
        if (rules.flag("uniqueItems") && hasDuplicates(list)) {
            findings.add(new Finding.Violation(path, "", "shouldn't contain duplicates"));
        }
        findings.checked();
        return findings;
    }

    private static boolean hasDuplicates(JsonNode list) {
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode item : list) {
            if (!seen.add(item)) {
                return true;
            }
        }
        return false;
    }

    static Findings object(Rules rules, String path, JsonNode object, @Nullable Correlation correlation) {
        var findings = new Findings();
        counts(findings, rules, path, object);
        Rules additional = rules.additionalProperties();
        if (additional != null) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String name = member.getKey();
                if (!rules.propertyNames().contains(name)) {
                    Correlation below = member(correlation, path, name);
                    findings.merge(SchemaValidator.validate(additional, path + "." + name, member.getValue(), below));
                }
            }
        }
        for (String name : rules.propertyNames()) {
            JsonNode value = object.get(name);
            Rules property = rules.property(name);
            if (value != null && property != null) {
                String below = path.isEmpty() ? name : path + "." + name;
                findings.merge(SchemaValidator.validate(property, below, value, member(correlation, path, name)));
            }
        }
        for (String name : rules.required()) {
            if (!object.has(name)) {
                findings.add(new Finding.Missing(path + "." + name));
            }
        }
        return findings;
    }

    // The type of an object cannot be told from its old one: both were converted to the version of the request.
    private static @Nullable Correlation member(@Nullable Correlation correlation, String path, String name) {
        boolean typeMeta = path.isEmpty() && (name.equals("apiVersion") || name.equals("kind"));
        return correlation == null || typeMeta ? null : correlation.member(name);
    }

    private static void counts(Findings findings, Rules rules, String path, JsonNode object) {
        OptionalLong min = rules.limit("minProperties");
        if (min.isPresent() && object.size() < min.getAsLong()) {
            String rule = "should have at least " + min.getAsLong() + " properties";
            findings.add(new Finding.Violation(path, object.size(), rule));
        }
        OptionalLong max = rules.limit("maxProperties");
        if (max.isPresent() && object.size() > max.getAsLong()) {
            findings.add(new Finding.TooMany(path, "properties", object.size(), max.getAsLong()));
        }
    }
}
