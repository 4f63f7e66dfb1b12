package dev.navarch.controllers.nodelifecycle;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.nodes.NodeWriter;
import dev.navarch.controllers.nodes.Taints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Keeps a node's NoSchedule taints, and its old operating system labels, as its conditions and new labels say. */
public final class NodeTaintReconciler implements Reconciler<Node> {

    private static final Map<String, Map<String, String>> TAINT_BY_CONDITION = Map.of(
            "Ready", Map.of("False", Taints.NOT_READY, "Unknown", Taints.UNREACHABLE),
            "MemoryPressure", Map.of("True", Taints.MEMORY_PRESSURE),
            "DiskPressure", Map.of("True", Taints.DISK_PRESSURE),
            "NetworkUnavailable", Map.of("True", Taints.NETWORK_UNAVAILABLE),
            "PIDPressure", Map.of("True", Taints.PID_PRESSURE));
    private static final Set<String> MANAGED = Set.of(
            Taints.NOT_READY,
            Taints.UNREACHABLE,
            Taints.MEMORY_PRESSURE,
            Taints.DISK_PRESSURE,
            Taints.NETWORK_UNAVAILABLE,
            Taints.PID_PRESSURE,
            Taints.UNSCHEDULABLE);
    private static final Map<String, String> OLD_LABELS =
            Map.of("kubernetes.io/os", "beta.kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/arch");

    private final NodeWriter writer;

    public NodeTaintReconciler(ControllerContext context) {
        writer = new NodeWriter(context.client());
    }

    @Override
    public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
        if (!context.isPrimaryResourceDeleted()) {
            syncTaints(node);
            syncLabels(node);
        }
        return UpdateControl.noUpdate();
    }

    private void syncTaints(Node node) {
        List<Taint> wanted = wanted(node);
        List<Taint> existing = Taints.withEffect(node, Taints.NO_SCHEDULE).stream()
                .filter(t -> MANAGED.contains(t.getKey()))
                .toList();
        List<Taint> add = without(wanted, existing);
        List<Taint> remove = without(existing, wanted);
        if (!add.isEmpty() || !remove.isEmpty()) {
            writer.changeTaints(node.getMetadata().getName(), add, remove);
        }
    }

    static List<Taint> wanted(Node node) {
        List<Taint> wanted = new ArrayList<>();
        if (node.getStatus() != null) {
            node.getStatus().getConditions().forEach(condition -> {
                String key = TAINT_BY_CONDITION
                        .getOrDefault(condition.getType(), Map.of())
                        .get(condition.getStatus());
                if (key != null) {
                    wanted.add(noSchedule(key));
                }
            });
        }
        if (node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            wanted.add(noSchedule(Taints.UNSCHEDULABLE));
        }
        return wanted;
    }

    private void syncLabels(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        Map<String, String> missing = new HashMap<>();
        OLD_LABELS.forEach((label, old) -> {
            String value = labels.get(label);
            if (value != null && !value.equals(labels.get(old))) {
                missing.put(old, value);
            }
        });
        if (!missing.isEmpty()) {
            writer.addLabels(node.getMetadata().getName(), missing);
        }
    }

    private static List<Taint> without(List<Taint> taints, List<Taint> others) {
        return taints.stream()
                .filter(t -> others.stream().noneMatch(o -> Taints.isSame(o, t.getKey(), t.getEffect())))
                .toList();
    }

    private static Taint noSchedule(String key) {
        return new TaintBuilder().withKey(key).withEffect(Taints.NO_SCHEDULE).build();
    }
}
