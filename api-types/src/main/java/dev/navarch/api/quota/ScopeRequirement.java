package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A condition of a quota on the objects that it counts. */
public record ScopeRequirement(String scope, String operator, List<String> values) {

    public ScopeRequirement {
        values = List.copyOf(values);
    }

    /** All conditions of a ResourceQuota: its scopes and its scope selector. */
    public static List<ScopeRequirement> of(JsonNode quota) {
        var all = new ArrayList<ScopeRequirement>();
        JsonNode spec = quota.path("spec");
        spec.path("scopes").forEach(scope -> all.add(new ScopeRequirement(scope.asText(), "Exists", List.of())));
        for (JsonNode expression : spec.path("scopeSelector").path("matchExpressions")) {
            var values = new ArrayList<String>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            all.add(new ScopeRequirement(
                    expression.path("scopeName").asText(),
                    expression.path("operator").asText(),
                    values));
        }
        return all;
    }

    /** Whether an object that has these names (of classes; none for no class) satisfies it. */
    boolean matchesAny(Set<String> names) {
        return switch (operator) {
            case "Exists" -> !names.isEmpty();
            case "DoesNotExist" -> names.isEmpty();
            case "In" -> names.stream().anyMatch(values::contains);
            case "NotIn" -> names.isEmpty() || names.stream().anyMatch(name -> !values.contains(name));
            default -> false;
        };
    }
}
