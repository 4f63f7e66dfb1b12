package dev.navarch.controllers.scheduler.plugins.schedulinggates;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.PreEnqueuePlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.util.List;
import java.util.stream.Collectors;

/** {@code SchedulingGates}. */
public final class SchedulingGates implements PreEnqueuePlugin, EnqueueExtensions {

    public static final String NAME = "SchedulingGates";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Status preEnqueue(Pod pod) {
        List<PodSchedulingGate> gates = pod.getSpec().getSchedulingGates();
        if (gates == null || gates.isEmpty()) {
            return Status.SUCCESS;
        }
        return Status.unresolvable("waiting for scheduling gates: "
                + gates.stream().map(PodSchedulingGate::getName).collect(Collectors.joining(" ", "[", "]")));
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(new QueueingHint.Registration(
                ClusterEvent.of(EventResource.POD, ActionType.UPDATE_POD_SCHEDULING_GATES_ELIMINATED),
                (pod, before, after) -> after != null
                                && after.getMetadata()
                                        .getUid()
                                        .equals(pod.getMetadata().getUid())
                        ? QueueingHint.QUEUE
                        : QueueingHint.SKIP));
    }
}
