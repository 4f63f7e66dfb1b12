package dev.navarch.controllers.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment writes on its ReplicaSets: their revision, the revisions that they were before, and the size that
 * the Deployment had when they were scaled last.
 */
final class ReplicaSetAnnotations {

    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
    static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
    static final String ROLLBACK_TO = "deprecated.deployment.rollback.to";

    private static final int MAX_HISTORY_CHARS = 2000;
    private static final Set<String> NOT_COPIED = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            REVISION_HISTORY,
            DESIRED_REPLICAS,
            MAX_REPLICAS,
            ROLLBACK_TO);

    private ReplicaSetAnnotations() {}

    static Map<String, String> of(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }

    /** The revision: 0 where there is none, nothing where it is not a number. */
    static OptionalLong revision(HasMetadata object) {
        String text = of(object).get(REVISION);
        return text == null ? OptionalLong.of(0) : number(text);
    }

    static long maxRevision(List<ReplicaSet> replicaSets) {
        return replicaSets.stream()
                .mapToLong(rs -> revision(rs).orElse(0))
                .max()
                .orElse(0);
    }

    /** The second highest revision: the one before the current. */
    static long lastRevision(List<ReplicaSet> replicaSets) {
        return replicaSets.stream()
                .map(ReplicaSetAnnotations::revision)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .sorted(Comparator.reverseOrder())
                .skip(1)
                .findFirst()
                .orElse(0L);
    }

    static OptionalInt desiredReplicas(ReplicaSet replicaSet) {
        return nonNegative(of(replicaSet).get(DESIRED_REPLICAS));
    }

    static OptionalInt maxReplicas(ReplicaSet replicaSet) {
        return nonNegative(of(replicaSet).get(MAX_REPLICAS));
    }

    static Map<String, String> sizes(Deployment deployment) {
        int desired = Counts.replicas(deployment);
        return Map.of(
                DESIRED_REPLICAS,
                Integer.toString(desired),
                MAX_REPLICAS,
                Integer.toString(desired + RolloutMath.maxSurge(deployment)));
    }

    /** The annotations that the ReplicaSet of the current template should have. */
    static Map<String, String> forNewest(Deployment deployment, Map<String, String> existing, long newRevision) {
        Map<String, String> annotations = new TreeMap<>(existing);
        of(deployment).forEach((key, value) -> {
            if (!NOT_COPIED.contains(key)) {
                annotations.put(key, value);
            }
        });
        String old = existing.get(REVISION);
        OptionalLong oldRevision = old == null || old.isEmpty() ? OptionalLong.of(0) : number(old);
        if (oldRevision.isEmpty()) {
            return existing;
        }
        if (oldRevision.getAsLong() < newRevision) {
            annotations.put(REVISION, Long.toString(newRevision));
            if (old != null) {
                // It was rolled back to: which revision it was before is kept.
                addToHistory(annotations, old);
            }
        }
        return annotations;
    }

    private static void addToHistory(Map<String, String> annotations, String revision) {
        String history = annotations.getOrDefault(REVISION_HISTORY, "");
        if (history.isEmpty()) {
            annotations.put(REVISION_HISTORY, revision);
            return;
        }
        List<String> revisions = new ArrayList<>(List.of(history.split(",", -1)));
        int length = history.length() + revision.length() + 1;
        while (length > MAX_HISTORY_CHARS && !revisions.isEmpty()) {
            length -= revisions.removeFirst().length() + 1;
        }
        if (length <= MAX_HISTORY_CHARS) {
            revisions.add(revision);
            annotations.put(REVISION_HISTORY, String.join(",", revisions));
        }
    }

    /** The Deployment's annotations after it was rolled back to this ReplicaSet. */
    static Map<String, String> rolledBack(Deployment deployment, ReplicaSet to) {
        Map<String, String> annotations = new TreeMap<>(of(deployment));
        annotations.keySet().retainAll(NOT_COPIED);
        of(to).forEach((key, value) -> {
            if (!NOT_COPIED.contains(key)) {
                annotations.put(key, value);
            }
        });
        return annotations;
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalInt nonNegative(@Nullable String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text);
            return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
