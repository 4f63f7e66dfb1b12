package dev.navarch.controllers.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of one failure zone that are to be tainted for eviction, and how fast that may go. Used by one thread.
 */
final class Zone {

    private static final double EVICTIONS_PER_SECOND = 0.1;
    private static final double REDUCED_EVICTIONS_PER_SECOND = 0.01;
    private static final int LARGE = 50;
    private static final double UNHEALTHY_SHARE = 0.55;

    private final Set<String> toTaint = new LinkedHashSet<>();
    private State state = State.INITIAL;
    private double perSecond = EVICTIONS_PER_SECOND;
    private double tokens = 1;
    private Instant counted = Instant.EPOCH;

    enum State {
        INITIAL,
        NORMAL,
        PARTIAL_DISRUPTION,
        FULL_DISRUPTION
    }

    static String keyOf(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        return labels.getOrDefault("topology.kubernetes.io/region", "") + ":"
                + labels.getOrDefault("topology.kubernetes.io/zone", "");
    }

    static State stateOf(int ready, int notReady) {
        if (ready == 0 && notReady > 0) {
            return State.FULL_DISRUPTION;
        }
        return notReady > 2 && (double) notReady / (notReady + ready) >= UNHEALTHY_SHARE
                ? State.PARTIAL_DISRUPTION
                : State.NORMAL;
    }

    State state() {
        return state;
    }

    /** Adopts the state and the rate that goes with it. */
    void enter(State newState, int nodes) {
        state = newState;
        perSecond = switch (newState) {
            case PARTIAL_DISRUPTION -> nodes > LARGE ? REDUCED_EVICTIONS_PER_SECOND : 0;
            default -> EVICTIONS_PER_SECOND;
        };
    }

    /** The whole cluster seems down, so that it is rather we who cannot see: nobody is evicted. */
    void stop() {
        state = State.FULL_DISRUPTION;
        perSecond = 0;
    }

    void add(String node) {
        toTaint.add(node);
    }

    void remove(String node) {
        toTaint.remove(node);
    }

    /** The next node to taint, if the rate allows one now. It stays the next until it is removed. */
    Optional<String> next(Instant now) {
        tokens = Math.min(1, tokens + perSecond * Duration.between(counted, now).toMillis() / 1000d);
        counted = now;
        if (toTaint.isEmpty() || perSecond == 0 || tokens < 1) {
            return Optional.empty();
        }
        tokens = 0;
        return Optional.of(toTaint.iterator().next());
    }
}
