package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cluster's disruption budgets, asked which of some pods they still let go. */
final class DisruptionBudgets {

    private record Budget(String namespace, LabelMatcher selector, int allowed, Set<String> disrupted) {}

    private final List<Budget> budgets = new ArrayList<>();

    DisruptionBudgets(List<PodDisruptionBudget> list) {
        for (PodDisruptionBudget budget : list) {
            LabelMatcher selector;
            try {
                selector = LabelMatcher.of(budget.getSpec().getSelector());
            } catch (IllegalArgumentException e) {
                continue;
            }
            if (selector.isEmpty() || selector.isNothing()) {
                continue;
            }
            var status = budget.getStatus();
            budgets.add(new Budget(
                    budget.getMetadata().getNamespace(),
                    selector,
                    status == null || status.getDisruptionsAllowed() == null ? 0 : status.getDisruptionsAllowed(),
                    status == null || status.getDisruptedPods() == null
                            ? Set.of()
                            : Set.copyOf(status.getDisruptedPods().keySet())));
        }
    }

    /** Those of the pods whose eviction, in this order, violates a budget. */
    Set<PodInfo> violating(List<PodInfo> pods) {
        int[] allowed = budgets.stream().mapToInt(Budget::allowed).toArray();
        Set<PodInfo> violating = new HashSet<>();
        for (PodInfo pod : pods) {
            Map<String, String> labels = pod.pod().getMetadata().getLabels();
            if (labels == null || labels.isEmpty()) {
                continue;
            }
            for (int i = 0; i < allowed.length; i++) {
                Budget budget = budgets.get(i);
                if (budget.namespace.equals(pod.namespace())
                        && budget.selector.matches(labels)
                        && !budget.disrupted.contains(pod.name())
                        && --allowed[i] < 0) {
                    violating.add(pod);
                }
            }
        }
        return violating;
    }
}
