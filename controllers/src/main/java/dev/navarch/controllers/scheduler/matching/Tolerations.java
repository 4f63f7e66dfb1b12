package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taints against tolerations. */
public final class Tolerations {

    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";
    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";

    private Tolerations() {}

    public static boolean tolerate(@Nullable List<Toleration> tolerations, Taint taint) {
        if (tolerations != null) {
            for (Toleration toleration : tolerations) {
                if (tolerates(toleration, taint)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first taint that keeps pods away (NoSchedule or NoExecute) and is not tolerated, or null. */
    public static @Nullable Taint firstUntolerated(Node node, @Nullable List<Toleration> tolerations) {
        List<Taint> taints = node.getSpec() == null ? null : node.getSpec().getTaints();
        if (taints != null) {
            for (Taint taint : taints) {
                if (keepsAway(taint) && !tolerate(tolerations, taint)) {
                    return taint;
                }
            }
        }
        return null;
    }

    private static boolean keepsAway(Taint taint) {
        return NO_SCHEDULE.equals(taint.getEffect()) || NO_EXECUTE.equals(taint.getEffect());
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (isSet(toleration.getEffect()) && !toleration.getEffect().equals(taint.getEffect())) {
            return false;
        }
        if (isSet(toleration.getKey()) && !toleration.getKey().equals(taint.getKey())) {
            return false;
        }
        return switch (toleration.getOperator()) {
            case null -> equalValues(toleration, taint);
            case "", "Equal" -> equalValues(toleration, taint);
            case "Exists" -> true;
            default -> false;
        };
    }

    private static boolean equalValues(Toleration toleration, Taint taint) {
        return orEmpty(toleration.getValue()).equals(orEmpty(taint.getValue()));
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
