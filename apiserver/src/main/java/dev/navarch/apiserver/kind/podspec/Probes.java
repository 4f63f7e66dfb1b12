package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;
import java.util.List;

/** How the kubelet looks after a container. */
final class Probes {

    private static final List<String> COUNTS =
            List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private Probes() {}

    /** Holds for startup probes as well. */
    static void liveness(Field probe) {
        if (!probe.isSet()) {
            return;
        }
        common(probe);
        Field successes = probe.get("successThreshold");
        if (successes.number() != 1) {
            successes.invalid(successes.number(), "must be 1");
        }
    }

    static void readiness(Field probe) {
        if (!probe.isSet()) {
            return;
        }
        common(probe);
        if (probe.get("terminationGracePeriodSeconds").isSet()) {
            probe.get("terminationGracePeriodSeconds").invalid("must not be set for readinessProbes");
        }
    }

    private static void common(Field probe) {
        Handlers.ofProbe(probe);
        COUNTS.forEach(count -> probe.get(count).notNegative());
        Field grace = probe.get("terminationGracePeriodSeconds");
        if (grace.isSet() && grace.number() <= 0) {
            grace.invalid("must be greater than 0");
        }
    }
}
