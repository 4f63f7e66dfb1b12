package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.Listers;
import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** Where a pod's constraints come from: the pod itself, or the defaults of the cluster for pods that have none. */
record ConstraintSource(List<TopologySpreadConstraint> defaults, boolean systemDefaults, DefaultSelector selector) {

    private static final List<TopologySpreadConstraint> SYSTEM_DEFAULTS = List.of(
            new TopologySpreadConstraintBuilder()
                    .withTopologyKey(Constraint.HOSTNAME)
                    .withWhenUnsatisfiable(Constraint.SCHEDULE_ANYWAY)
                    .withMaxSkew(3)
                    .build(),
            new TopologySpreadConstraintBuilder()
                    .withTopologyKey("topology.kubernetes.io/zone")
                    .withWhenUnsatisfiable(Constraint.SCHEDULE_ANYWAY)
                    .withMaxSkew(5)
                    .build());

    static ConstraintSource read(ObjectNode args, Listers listers) {
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        String type = fields.text("defaultingType", "System");
        List<TopologySpreadConstraint> constraints = new ArrayList<>();
        fields.node("defaultConstraints").ifPresent(list -> {
            for (JsonNode node : list) {
                constraints.add(new KubernetesSerialization().convertValue(node, TopologySpreadConstraint.class));
            }
        });
        fields.end();
        for (TopologySpreadConstraint constraint : constraints) {
            validate(fields, constraint);
        }
        DefaultSelector selector = new DefaultSelector(listers);
        return switch (type) {
            case "List" -> new ConstraintSource(List.copyOf(constraints), false, selector);
            case "System" -> {
                if (!constraints.isEmpty()) {
                    throw fields.invalid("defaultingType", "when .defaultConstraints are not empty, must be \"List\"");
                }
                yield new ConstraintSource(SYSTEM_DEFAULTS, true, selector);
            }
            default -> throw fields.invalid("defaultingType", "supported values: \"System\", \"List\"");
        };
    }

    private static void validate(Fields fields, TopologySpreadConstraint constraint) {
        if (constraint.getMaxSkew() == null || constraint.getMaxSkew() <= 0) {
            throw fields.invalid("defaultConstraints.maxSkew", "must be greater than zero");
        }
        if (constraint.getTopologyKey() == null || constraint.getTopologyKey().isEmpty()) {
            throw new IllegalArgumentException("defaultConstraints.topologyKey: Required value: can not be empty");
        }
        String action = constraint.getWhenUnsatisfiable();
        if (!Constraint.DO_NOT_SCHEDULE.equals(action) && !Constraint.SCHEDULE_ANYWAY.equals(action)) {
            throw fields.invalid(
                    "defaultConstraints.whenUnsatisfiable", "supported values: \"DoNotSchedule\", \"ScheduleAnyway\"");
        }
        if (constraint.getLabelSelector() != null) {
            throw new IllegalArgumentException(
                    "defaultConstraints.labelSelector: Forbidden: constraint must not define a"
                            + " selector, as they deduced for each pod");
        }
    }

    /** @throws IllegalArgumentException when a selector of the pod is malformed */
    List<Constraint> constraints(Pod pod, String action) {
        List<TopologySpreadConstraint> own = pod.getSpec().getTopologySpreadConstraints();
        if (own != null && !own.isEmpty()) {
            return Constraint.of(own, pod.getMetadata().getLabels(), action);
        }
        List<Constraint> result = Constraint.of(defaults, pod.getMetadata().getLabels(), action);
        if (result.isEmpty()) {
            return result;
        }
        LabelMatcher deduced = selector.of(pod);
        return deduced.isEmpty()
                ? List.of()
                : result.stream()
                        .map(constraint -> constraint.withSelector(deduced))
                        .toList();
    }

    /** Whether nodes must have the labels of all topologies; the system's defaults do without zones. */
    boolean requiresAllTopologies(Pod pod) {
        List<TopologySpreadConstraint> own = pod.getSpec().getTopologySpreadConstraints();
        return (own != null && !own.isEmpty()) || !systemDefaults;
    }
}
