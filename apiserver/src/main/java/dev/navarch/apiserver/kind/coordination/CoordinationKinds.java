package dev.navarch.apiserver.kind.coordination;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.List;

/** The kinds of {@code coordination.k8s.io}. */
public final class CoordinationKinds {

    /** Fields of a feature that is off; kept where an old object has them. */
    private static final List<String> DISABLED = List.of("strategy", "preferredHolder");

    private CoordinationKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("coordination.k8s.io", "leases"),
                kind().createOnUpdate()
                        .conditionalUpdateOnly()
                        .onCreate((ObjectNode lease) ->
                                Fields.objectOrNew(lease, "spec").remove(DISABLED))
                        .onUpdate(CoordinationKinds::dropDisabled)
                        .rules(CoordinationKinds::lease)
                        .build());
    }

    private static void dropDisabled(ObjectNode lease, ObjectNode old) {
        for (String field : DISABLED) {
            if (!old.path("spec").hasNonNull(field)) {
                Fields.objectOrNew(lease, "spec").remove(field);
            }
        }
    }

    private static void lease(Place lease) {
        Place spec = lease.get("spec");
        Place duration = spec.get("leaseDurationSeconds");
        if (duration.isSet() && duration.number() <= 0) {
            duration.invalid("must be greater than 0");
        }
        spec.get("leaseTransitions").notNegative();
        Place strategy = spec.get("strategy");
        if (strategy.isSet() && !strategy.text().contains("/")) {
            if (!strategy.is("OldestEmulationVersion")) {
                strategy.get("strategy").notSupported(strategy.value(), List.of("OldestEmulationVersion"));
            }
        }
        if (!spec.get("preferredHolder").isEmpty() && strategy.isEmpty()) {
            spec.get("preferredHolder").forbidden("may only be specified if `strategy` is defined");
        }
    }
}
