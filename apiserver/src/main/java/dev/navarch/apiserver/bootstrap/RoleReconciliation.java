package dev.navarch.apiserver.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.authorization.rbac.PolicyRule;

/**
 * Brings default roles and bindings up to date without taking away what an administrator added: missing rules, subjects,
 * labels and annotations are put back, further ones stay. The annotation {@code autoupdate: "false"} turns it off.
 */
final class RoleReconciliation {

    private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

    private RoleReconciliation() {}

    /** Whether a binding can only be replaced: the role that it gives cannot be changed. */
    static boolean mustReplace(ObjectNode existing, ObjectNode expected) {
        return expected.has("roleRef")
                && !isProtected(existing)
                && !existing.path("roleRef").equals(expected.path("roleRef"));
    }

    /** Changes the tree in place; it is left alone when nothing is missing. */
    static void complete(ObjectNode existing, ObjectNode expected) {
        if (isProtected(existing)) {
            return;
        }
        for (String map : new String[] {"labels", "annotations"}) {
            expected.path("metadata").path(map).properties().forEach(entry -> {
                ObjectNode values = existing.withObject("/metadata").withObject("/" + map);
                if (!values.has(entry.getKey())) {
                    values.set(entry.getKey(), entry.getValue());
                }
            });
        }
        if (expected.has("roleRef")) {
            addMissing(existing, "subjects", expected.path("subjects"));
        } else {
            addMissingRules(existing, expected);
            completeAggregation(existing, expected);
        }
    }

    private static boolean isProtected(ObjectNode existing) {
        return existing.path("metadata")
                .path("annotations")
                .path(AUTO_UPDATE)
                .asText("")
                .equals("false");
    }

    private static void addMissingRules(ObjectNode existing, ObjectNode expected) {
        var missing = PolicyRule.uncovered(
                PolicyRule.listOf(existing.path("rules")), PolicyRule.listOf(expected.path("rules")));
        if (!missing.isEmpty()) {
            ArrayNode rules = existing.get("rules") instanceof ArrayNode array ? array : existing.putArray("rules");
            missing.forEach(rule -> rules.add(rule.toJson()));
        }
    }

    private static void completeAggregation(ObjectNode existing, ObjectNode expected) {
        JsonNode wanted = expected.path("aggregationRule").path("clusterRoleSelectors");
        if (!wanted.isEmpty()) {
            addMissing(existing.withObject("/aggregationRule"), "clusterRoleSelectors", wanted);
        } else if (existing.has("aggregationRule")) {
            existing.remove("aggregationRule");
        }
    }

    private static void addMissing(ObjectNode owner, String field, JsonNode wanted) {
        for (JsonNode item : wanted) {
            boolean present = false;
            for (JsonNode candidate : owner.path(field)) {
                present |= candidate.equals(item);
            }
            if (!present) {
                ArrayNode array = owner.get(field) instanceof ArrayNode existing ? existing : owner.putArray(field);
                array.add(item);
            }
        }
    }
}
