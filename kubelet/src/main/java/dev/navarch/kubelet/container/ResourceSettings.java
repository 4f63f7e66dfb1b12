package dev.navarch.kubelet.container;

import dev.navarch.kubelet.object.QosClass;
import dev.navarch.kubelet.runtime.ContainerConfig.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and limits in the kernel's terms, by upstream's formulas. */
final class ResourceSettings {
    private static final long PERIOD = 100_000;
    private static final long MIN_QUOTA = 1000;
    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final Set<String> CRITICAL = Set.of("system-node-critical", "system-cluster-critical");

    private final long nodeMemory;
    private final long podPidsLimit;

    /** Of a node with that much memory in bytes; a limit of processes of zero or less is none. */
    ResourceSettings(long nodeMemory, long podPidsLimit) {
        this.nodeMemory = nodeMemory;
        this.podPidsLimit = podPidsLimit;
    }

    Resources of(Pod pod, Container container) {
        Map<String, Quantity> requests = container.getResources() == null
                ? null
                : container.getResources().getRequests();
        Map<String, Quantity> limits = container.getResources() == null
                ? null
                : container.getResources().getLimits();
        long limitMillis = millis(limits, "cpu");
        long requestMillis = requests != null && requests.containsKey("cpu") ? millis(requests, "cpu") : limitMillis;
        long memory = bytes(limits, "memory");
        return new Resources(
                shares(requestMillis),
                PERIOD,
                limitMillis == 0 ? 0 : Math.max(MIN_QUOTA, limitMillis * PERIOD / 1000),
                memory,
                oomScoreAdjust(pod, bytes(requests, "memory")),
                Math.max(0, podPidsLimit));
    }

    static long shares(long millis) {
        return millis == 0 ? MIN_SHARES : Math.clamp(millis * 1024 / 1000, MIN_SHARES, MAX_SHARES);
    }

    private int oomScoreAdjust(Pod pod, long memoryRequest) {
        if (CRITICAL.contains(String.valueOf(pod.getSpec().getPriorityClassName()))) {
            return -997;
        }
        return switch (QosClass.of(pod)) {
            case Guaranteed -> -997;
            case BestEffort -> 1000;
            case Burstable -> {
                long adjust = nodeMemory == 0 ? 999 : 1000 - 1000 * memoryRequest / nodeMemory;
                yield Math.clamp(adjust, 3, 999);
            }
        };
    }

    private static long millis(@Nullable Map<String, Quantity> amounts, String name) {
        Quantity quantity = amounts == null ? null : amounts.get(name);
        return quantity == null
                ? 0
                : quantity.getNumericalAmount()
                        .multiply(BigDecimal.valueOf(1000))
                        .setScale(0, RoundingMode.CEILING)
                        .longValue();
    }

    private static long bytes(@Nullable Map<String, Quantity> amounts, String name) {
        Quantity quantity = amounts == null ? null : amounts.get(name);
        return quantity == null
                ? 0
                : quantity.getNumericalAmount()
                        .setScale(0, RoundingMode.CEILING)
                        .longValue();
    }
}
