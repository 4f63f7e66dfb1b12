package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.resources.PodRequests;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an update means for scheduling. */
final class Changes {

    private Changes() {}

    /** Never empty: a change of no known kind is an update of some kind. */
    static List<ClusterEvent> of(Pod before, Pod after) {
        EventResource resource =
                PodInfo.nodeName(after).isEmpty() ? EventResource.UNSCHEDULABLE_POD : EventResource.ASSIGNED_POD;
        List<ClusterEvent> events = new ArrayList<>(1);
        if (!orEmpty(before.getMetadata().getLabels())
                .equals(orEmpty(after.getMetadata().getLabels()))) {
            events.add(ClusterEvent.of(resource, ActionType.UPDATE_POD_LABEL));
        }
        if (isScaledDown(before, after)) {
            events.add(ClusterEvent.of(resource, ActionType.UPDATE_POD_SCALE_DOWN));
        }
        if (size(before.getSpec().getSchedulingGates()) > 0
                && size(after.getSpec().getSchedulingGates()) == 0) {
            events.add(ClusterEvent.of(resource, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED));
        }
        if (size(before.getSpec().getTolerations()) != size(after.getSpec().getTolerations())) {
            events.add(ClusterEvent.of(resource, ActionType.UPDATE_POD_TOLERATION));
        }
        if (events.isEmpty()) {
            events.add(ClusterEvent.of(resource, ActionType.UPDATE));
        }
        return events;
    }

    private static boolean isScaledDown(Pod before, Pod after) {
        Map<String, Long> now = PodRequests.of(after);
        for (Map.Entry<String, Long> then : PodRequests.of(before).entrySet()) {
            if (then.getValue() > now.getOrDefault(then.getKey(), -1L)) {
                return true;
            }
        }
        return false;
    }

    /** Empty when nothing changed that matters to scheduling: heartbeats, for example. */
    static List<ClusterEvent> of(Node before, Node after) {
        List<ClusterEvent> events = new ArrayList<>(0);
        NodeSpec oldSpec = before.getSpec() == null ? new NodeSpec() : before.getSpec();
        NodeSpec newSpec = after.getSpec() == null ? new NodeSpec() : after.getSpec();
        NodeStatus oldStatus = before.getStatus() == null ? new NodeStatus() : before.getStatus();
        NodeStatus newStatus = after.getStatus() == null ? new NodeStatus() : after.getStatus();
        boolean uncordoned =
                Boolean.TRUE.equals(oldSpec.getUnschedulable()) && !Boolean.TRUE.equals(newSpec.getUnschedulable());
        addIf(events, uncordoned, ActionType.UPDATE_NODE_TAINT);
        addIf(
                events,
                !orEmpty(oldStatus.getAllocatable()).equals(orEmpty(newStatus.getAllocatable())),
                ActionType.UPDATE_NODE_ALLOCATABLE);
        addIf(
                events,
                !orEmpty(before.getMetadata().getLabels())
                        .equals(orEmpty(after.getMetadata().getLabels())),
                ActionType.UPDATE_NODE_LABEL);
        addIf(
                events,
                !Objects.equals(orEmpty(oldSpec.getTaints()), orEmpty(newSpec.getTaints())),
                ActionType.UPDATE_NODE_TAINT);
        addIf(events, !conditions(oldStatus).equals(conditions(newStatus)), ActionType.UPDATE_NODE_CONDITION);
        addIf(
                events,
                !orEmpty(before.getMetadata().getAnnotations())
                        .equals(orEmpty(after.getMetadata().getAnnotations())),
                ActionType.UPDATE_NODE_ANNOTATION);
        return events;
    }

    private static void addIf(List<ClusterEvent> events, boolean changed, ActionType action) {
        if (changed) {
            events.add(ClusterEvent.of(EventResource.NODE, action));
        }
    }

    private static Map<String, String> conditions(NodeStatus status) {
        Map<String, String> conditions = new HashMap<>();
        for (NodeCondition condition : orEmpty(status.getConditions())) {
            conditions.put(condition.getType(), condition.getStatus());
        }
        return conditions;
    }

    private static int size(@Nullable List<?> list) {
        return list == null ? 0 : list.size();
    }

    private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
