package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import dev.navarch.controllers.scheduler.framework.PodInfo;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Pods whose eviction makes room on a node.
 *
 * @param pods the most important first; never empty
 * @param budgetViolations how many of them a disruption budget protects
 */
record Victims(String nodeName, List<PodInfo> pods, int budgetViolations) {

    Victims {
        pods = List.copyOf(pods);
    }

    /** The more important pod first: higher priority, then longer running. */
    static Comparator<PodInfo> byImportance(Clock clock) {
        Instant now = clock.instant();
        return Comparator.comparingInt((PodInfo pod) -> pod.priority())
                .reversed()
                .thenComparing(pod -> startTime(pod.pod(), now));
    }

    /**
     * The node where eviction does the least harm: fewest violated budgets, then the least important most important
     * victim, then the smallest sum of priorities, then the fewest victims, then the latest start of the most important
     * victims, then the first.
     */
    static Victims leastHarm(List<Victims> candidates, Clock clock) {
        Instant now = clock.instant();
        List<ToLongFunction<Victims>> harms = List.of(
                Victims::budgetViolations,
                victims -> victims.pods.getFirst().priority(),
                victims -> victims.pods.stream()
                        .mapToLong(pod -> pod.priority() + (long) Integer.MAX_VALUE + 1)
                        .sum(),
                victims -> victims.pods.size(),
                victims -> -victims.earliestStart(now).toEpochMilli());
        List<Victims> best = candidates;
        for (ToLongFunction<Victims> harm : harms) {
            long least = best.stream().mapToLong(harm).min().orElseThrow();
            best = best.stream().filter(v -> harm.applyAsLong(v) == least).toList();
            if (best.size() == 1) {
                break;
            }
        }
        return best.getFirst();
    }

    private Instant earliestStart(Instant now) {
        int highest = pods.stream().mapToInt(PodInfo::priority).max().orElseThrow();
        return pods.stream()
                .filter(pod -> pod.priority() == highest)
                .map(pod -> startTime(pod.pod(), now))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant startTime(Pod pod, Instant now) {
        return Optional.ofNullable(pod.getStatus())
                .map(status -> status.getStartTime())
                .map(Instant::parse)
                .orElse(now);
    }
}
