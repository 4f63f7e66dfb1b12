package dev.navarch.controllers.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Taints by key and effect, and the tolerations that match them. */
public final class Taints {

    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";
    public static final String NOT_READY = "node.kubernetes.io/not-ready";
    public static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    public static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    public static final String MEMORY_PRESSURE = "node.kubernetes.io/memory-pressure";
    public static final String DISK_PRESSURE = "node.kubernetes.io/disk-pressure";
    public static final String PID_PRESSURE = "node.kubernetes.io/pid-pressure";
    public static final String NETWORK_UNAVAILABLE = "node.kubernetes.io/network-unavailable";
    public static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private Taints() {}

    public static List<Taint> of(Node node) {
        return node.getSpec() == null ? List.of() : node.getSpec().getTaints();
    }

    public static List<Taint> withEffect(Node node, String effect) {
        return of(node).stream().filter(t -> effect.equals(t.getEffect())).toList();
    }

    public static boolean exists(Node node, String key, String effect) {
        return of(node).stream().anyMatch(t -> isSame(t, key, effect));
    }

    /** Taints are told apart by key and effect; a value or a time makes no other taint. */
    public static boolean isSame(Taint taint, String key, String effect) {
        return key.equals(taint.getKey()) && effect.equals(taint.getEffect());
    }

    public static boolean tolerates(Toleration toleration, Taint taint) {
        if (isSet(toleration.getEffect()) && !toleration.getEffect().equals(taint.getEffect())) {
            return false;
        }
        if (isSet(toleration.getKey()) && !toleration.getKey().equals(taint.getKey())) {
            return false;
        }
        return switch (Objects.requireNonNullElse(toleration.getOperator(), "")) {
            case "", "Equal" ->
                Objects.requireNonNullElse(toleration.getValue(), "")
                        .equals(Objects.requireNonNullElse(taint.getValue(), ""));
            case "Exists" -> true;
            default -> false;
        };
    }

    public static boolean tolerates(List<Toleration> tolerations, Taint taint) {
        return tolerations.stream().anyMatch(t -> tolerates(t, taint));
    }

    /** The first taint of these that nothing tolerates. */
    public static Optional<Taint> firstUntolerated(List<Taint> taints, List<Toleration> tolerations) {
        return taints.stream().filter(t -> !tolerates(tolerations, t)).findFirst();
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
