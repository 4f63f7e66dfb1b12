package dev.navarch.controllers.namespace;

import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The conditions of a namespace under deletion, each of them always present: False where all is well. */
final class NamespaceConditions {

    private NamespaceConditions() {}

    private record State(String status, String reason, String message) {}

    /** The new list of conditions; times change only with a condition's status. */
    static List<NamespaceCondition> after(ContentDeletion result, List<NamespaceCondition> existing, String now) {
        List<NamespaceCondition> conditions = new ArrayList<>(existing);
        states(result).forEach((type, state) -> put(conditions, type, state, now));
        return conditions;
    }

    private static Map<String, State> states(ContentDeletion result) {
        Map<String, State> states = new LinkedHashMap<>();
        String discovery = result.discoveryFailure();
        states.put(
                "NamespaceDeletionDiscoveryFailure",
                discovery == null
                        ? ok("ResourcesDiscovered", "All resources successfully discovered")
                        : bad("DiscoveryFailed", discovery));
        states.put(
                "NamespaceDeletionGroupVersionParsingFailure",
                ok("ParsedGroupVersions", "All legacy kube types successfully parsed"));
        states.put("NamespaceDeletionContentFailure", contentFailure(result));
        states.put(
                "NamespaceContentRemaining",
                !result.totalsKnown() || result.remainingByResource().isEmpty()
                        ? ok("ContentRemoved", "All content successfully removed")
                        : bad("SomeResourcesRemain", "Some resources are remaining: " + resources(result)));
        states.put(
                "NamespaceFinalizersRemaining",
                !result.totalsKnown() || result.remainingByFinalizer().isEmpty()
                        ? ok("ContentHasNoFinalizers", "All content-preserving finalizers finished")
                        : bad(
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: " + finalizers(result)));
        return states;
    }

    private static State contentFailure(ContentDeletion result) {
        List<String> failures = result.failures();
        if (failures.isEmpty()) {
            return ok("ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        }
        String texts = failures.stream().sorted().collect(Collectors.joining(", "));
        return bad(
                "ContentDeletionFailed",
                "Failed to delete all resource types, " + failures.size() + " remaining: " + texts);
    }

    private static String resources(ContentDeletion result) {
        return result.remainingByResource().entrySet().stream()
                .map(e -> e.getKey() + " has " + e.getValue() + " resource instances")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String finalizers(ContentDeletion result) {
        return result.remainingByFinalizer().entrySet().stream()
                .map(e -> e.getKey() + " in " + e.getValue() + " resource instances")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void put(List<NamespaceCondition> conditions, String type, State state, String now) {
        for (int i = 0; i < conditions.size(); i++) {
            NamespaceCondition old = conditions.get(i);
            if (old.getType().equals(type)) {
                boolean sameStatus = state.status().equals(old.getStatus());
                conditions.set(i, condition(type, state, sameStatus ? old.getLastTransitionTime() : now));
                return;
            }
        }
        conditions.add(condition(type, state, now));
    }

    private static NamespaceCondition condition(String type, State state, String since) {
        return new NamespaceConditionBuilder()
                .withType(type)
                .withStatus(state.status())
                .withLastTransitionTime(since)
                .withReason(state.reason())
                .withMessage(state.message())
                .build();
    }

    private static State ok(String reason, String message) {
        return new State("False", reason, message);
    }

    private static State bad(String reason, String message) {
        return new State("True", reason, message);
    }
}
