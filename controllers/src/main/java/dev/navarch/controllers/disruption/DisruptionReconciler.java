package dev.navarch.controllers.disruption;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.LabelSelectors;
import dev.navarch.controllers.pods.PodState;
import dev.navarch.controllers.revisions.IntOrPercent;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The disruption controller. */
public final class DisruptionReconciler implements Reconciler<PodDisruptionBudget> {

    /** How long an evicted pod may take to be marked as deleted. */
    private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    private static final String CONDITION = "DisruptionAllowed";

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<Pod> pods;
    private final SharedInformer<PodDisruptionBudget> budgets;
    private final ExpectedPods expectedPods;

    private record Wanted(int healthy, int expected) {}

    public DisruptionReconciler(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("controllermanager");
        pods = context.informers().of(Pod.class);
        budgets = context.informers().of(PodDisruptionBudget.class);
        expectedPods = new ExpectedPods(context);
    }

    @Override
    public List<EventSource<?, PodDisruptionBudget>> prepareEventSources(
            EventSourceContext<PodDisruptionBudget> context) {
        return List.of(new SharedInformerEventSource<>(pods, this::concerned, this::warnOfSeveral));
    }

    private List<ResourceID> concerned(Change<Pod> change) {
        return change.states()
                .flatMap(pod -> of(pod).stream())
                .map(ResourceID::fromResource)
                .distinct()
                .toList();
    }

    private List<PodDisruptionBudget> of(Pod pod) {
        return budgets.inNamespace(pod.getMetadata().getNamespace()).stream()
                .filter(budget -> LabelSelectors.matches(
                        budget.getSpec().getSelector(), pod.getMetadata().getLabels()))
                .toList();
    }

    private void warnOfSeveral(Change<Pod> change) {
        Pod pod = change.after();
        List<PodDisruptionBudget> matching = pod == null ? List.of() : of(pod);
        if (pod != null && matching.size() > 1) {
            recorder.warning(
                    pod,
                    "MultiplePodDisruptionBudgets",
                    "Pod \"" + pod.getMetadata().getNamespace() + "\"/\""
                            + pod.getMetadata().getName() + "\" matches multiple PodDisruptionBudgets.  Chose \""
                            + matching.getFirst().getMetadata().getName() + "\" arbitrarily.");
        }
    }

    @Override
    public UpdateControl<PodDisruptionBudget> reconcile(
            PodDisruptionBudget budget, Context<PodDisruptionBudget> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        try {
            return sync(budget, Instant.now())
                    .map(delay -> UpdateControl.<PodDisruptionBudget>noUpdate().rescheduleAfter(delay))
                    .orElseGet(UpdateControl::noUpdate);
        } catch (RuntimeException e) {
            if (ApiErrors.isConflict(e)) {
                throw e;
            }
            allowNothing(budget, ApiErrors.message(e));
            return UpdateControl.noUpdate();
        }
    }

    private Optional<Duration> sync(PodDisruptionBudget budget, Instant now) {
        List<Pod> matching = pods.inNamespace(budget.getMetadata().getNamespace()).stream()
                .filter(pod -> LabelSelectors.matches(
                        budget.getSpec().getSelector(), pod.getMetadata().getLabels()))
                .toList();
        if (matching.isEmpty()) {
            recorder.normal(budget, "NoPods", "No matching pods found");
        }
        Wanted wanted;
        try {
            wanted = wanted(budget, matching);
        } catch (IllegalStateException | IllegalArgumentException e) {
            recorder.warning(
                    budget,
                    "CalculateExpectedPodCountFailed",
                    "Failed to calculate the number of expected pods: " + e.getMessage());
            throw e;
        }
        Map<String, String> disrupted = stillDisrupted(budget, matching, now);
        int healthy = (int) matching.stream()
                .filter(pod -> !pod.isMarkedForDeletion())
                .filter(pod -> !disrupted.containsKey(pod.getMetadata().getName()))
                .filter(PodState::isReady)
                .count();
        write(budget, wanted, healthy, disrupted);
        return disrupted.values().stream()
                .map(time -> Duration.between(now, Times.parseOrEpoch(time).plus(DELETION_TIMEOUT)))
                .min(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ofMillis(1) : left.plusMillis(1));
    }

    private Wanted wanted(PodDisruptionBudget budget, List<Pod> matching) {
        var spec = budget.getSpec();
        if (spec.getMaxUnavailable() != null) {
            int expected = expected(budget, matching);
            return new Wanted(
                    Math.max(0, expected - IntOrPercent.of(spec.getMaxUnavailable(), expected, true)), expected);
        }
        if (spec.getMinAvailable() == null) {
            return new Wanted(0, 0);
        }
        if (spec.getMinAvailable().getIntVal() != null) {
            return new Wanted(spec.getMinAvailable().getIntVal(), matching.size());
        }
        int expected = expected(budget, matching);
        return new Wanted(IntOrPercent.of(spec.getMinAvailable(), expected, true), expected);
    }

    private int expected(PodDisruptionBudget budget, List<Pod> matching) {
        ExpectedPods.Result result = expectedPods.of(matching);
        if (!result.unmanaged().isEmpty()) {
            recorder.warning(
                    budget,
                    "UnmanagedPods",
                    "Pods selected by this PodDisruptionBudget (selector: "
                            + SelectorText.of(budget.getSpec().getSelector())
                            + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated"
                            + " correctly, which may result in undefined behavior. To account for these pods please"
                            + " set \".spec.minAvailable\" field of the PDB to an integer value.");
        }
        return result.expected();
    }

    /** The pods whose eviction was allowed and that are not marked as deleted yet, each with the time of that. */
    private Map<String, String> stillDisrupted(PodDisruptionBudget budget, List<Pod> matching, Instant now) {
        Map<String, String> before = budget.getStatus() == null
                ? Map.of()
                : Objects.requireNonNullElse(budget.getStatus().getDisruptedPods(), Map.of());
        Map<String, String> still = new TreeMap<>();
        for (Pod pod : matching) {
            String time = before.get(pod.getMetadata().getName());
            if (time == null || pod.isMarkedForDeletion()) {
                continue;
            }
            if (Times.parseOrEpoch(time).plus(DELETION_TIMEOUT).isBefore(now)) {
                String namespace = budget.getMetadata().getNamespace();
                recorder.warning(
                        pod,
                        "NotDeleted",
                        "Pod was expected by PDB " + namespace + "/" + namespace + " to be deleted but it wasn't");
            } else {
                still.put(pod.getMetadata().getName(), time);
            }
        }
        return still;
    }

    private void write(PodDisruptionBudget budget, Wanted wanted, int healthy, Map<String, String> disrupted) {
        int allowed = wanted.expected() <= 0 ? 0 : Math.max(0, healthy - wanted.healthy());
        PodDisruptionBudgetStatus before = budget.getStatus();
        PodDisruptionBudget changed = new PodDisruptionBudgetBuilder(budget)
                .editOrNewStatus()
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(wanted.healthy())
                .withExpectedPods(wanted.expected())
                .withDisruptionsAllowed(allowed)
                .withDisruptedPods(disrupted.isEmpty() ? null : disrupted)
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withConditions(conditions(
                        budget,
                        allowed > 0 ? "True" : "False",
                        allowed > 0 ? "SufficientPods" : "InsufficientPods",
                        "",
                        budget.getMetadata().getGeneration()))
                .endStatus()
                .build();
        if (!isSame(before, changed.getStatus())) {
            client.resource(changed).updateStatus();
        }
    }

    private static boolean isSame(@Nullable PodDisruptionBudgetStatus before, PodDisruptionBudgetStatus now) {
        return before != null
                && Objects.equals(before.getCurrentHealthy(), now.getCurrentHealthy())
                && Objects.equals(before.getDesiredHealthy(), now.getDesiredHealthy())
                && Objects.equals(before.getExpectedPods(), now.getExpectedPods())
                && Objects.equals(before.getDisruptionsAllowed(), now.getDisruptionsAllowed())
                && Objects.requireNonNullElse(before.getDisruptedPods(), Map.of())
                        .equals(Objects.requireNonNullElse(now.getDisruptedPods(), Map.of()))
                && Objects.equals(before.getObservedGeneration(), now.getObservedGeneration())
                && before.getConditions().equals(now.getConditions());
    }

    private void allowNothing(PodDisruptionBudget budget, String why) {
        Long observed = budget.getStatus() == null ? null : budget.getStatus().getObservedGeneration();
        PodDisruptionBudget changed = new PodDisruptionBudgetBuilder(budget)
                .editOrNewStatus()
                .withDisruptionsAllowed(0)
                .withConditions(conditions(budget, "False", "SyncFailed", why, observed))
                .endStatus()
                .build();
        if (!changed.getStatus().equals(budget.getStatus())) {
            client.resource(changed).updateStatus();
        }
    }

    private static List<Condition> conditions(
            PodDisruptionBudget budget, String status, String reason, String message, @Nullable Long generation) {
        List<Condition> conditions = new ArrayList<>(
                budget.getStatus() == null ? List.of() : budget.getStatus().getConditions());
        Optional<Condition> before =
                conditions.stream().filter(c -> CONDITION.equals(c.getType())).findFirst();
        Condition now = new ConditionBuilder()
                .withType(CONDITION)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(before.filter(c -> c.getStatus().equals(status))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(() -> Times.format(Instant.now())))
                .build();
        int place = before.map(conditions::indexOf).orElse(-1);
        if (place < 0) {
            conditions.add(now);
        } else {
            conditions.set(place, now);
        }
        return conditions;
    }
}
