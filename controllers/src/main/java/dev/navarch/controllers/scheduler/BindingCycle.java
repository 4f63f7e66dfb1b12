package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.api.PodStatusPatch;
import dev.navarch.controllers.scheduler.cache.SchedulerCache;
import dev.navarch.controllers.scheduler.framework.Background;
import dev.navarch.controllers.scheduler.framework.BindingRunner;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.FitError;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds a placed pod, on a thread of its own, and takes the placement back when that fails. Thread-safe. */
final class BindingCycle {

    private static final Logger log = LoggerFactory.getLogger(BindingCycle.class);

    /**
     * A pod on its way to a node.
     *
     * @param assumed the pod as it will be, with the node's name
     */
    record Assignment(Framework profile, CycleState state, QueuedPodInfo queued, PodInfo assumed, String nodeName) {}

    private final SchedulerCache cache;
    private final SchedulingQueue queue;
    private final ApiCalls api;
    private final FailureHandler failures;
    private final Background background;

    BindingCycle(
            SchedulerCache cache, SchedulingQueue queue, ApiCalls api, FailureHandler failures, Background background) {
        this.cache = cache;
        this.queue = queue;
        this.api = api;
        this.failures = failures;
        this.background = background;
    }

    void start(Assignment assignment) {
        background.run("scheduler-bind-" + assignment.assumed.key(), () -> run(assignment));
    }

    private void run(Assignment assignment) {
        try {
            Status status = bind(assignment);
            if (!status.isSuccess()) {
                undo(assignment, status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            undo(assignment, Status.error("binding was interrupted"));
        } catch (RuntimeException e) {
            undo(assignment, Status.error(e));
        }
    }

    private Status bind(Assignment assignment) throws InterruptedException {
        BindingRunner plugins = assignment.profile.binding();
        CycleState state = assignment.state;
        PodInfo pod = assignment.assumed;
        String nodeName = assignment.nodeName;
        Status preFlight = plugins.runPreBindPreFlights(state, pod, nodeName);
        if (!preFlight.isSuccess() && !preFlight.isSkip()) {
            return preFlight;
        }
        if (preFlight.isSuccess() || plugins.willWaitOnPermit(pod)) {
            announceExpectation(pod, nodeName);
        }
        Status permitted = plugins.waitOnPermit(pod);
        if (!permitted.isSuccess()) {
            return permitted;
        }
        queue.done(pod.uid());
        Status prepared = plugins.runPreBindPlugins(state, pod, nodeName);
        if (!prepared.isSuccess()) {
            return prepared;
        }
        Status bound = plugins.runBindPlugins(state, pod, nodeName);
        if (!bound.isSuccess()) {
            return bound;
        }
        assignment
                .profile
                .events()
                .event(
                        pod.pod(),
                        null,
                        EventRecorder.Type.NORMAL,
                        "Scheduled",
                        "Binding",
                        "Successfully assigned " + pod.key() + " to " + nodeName);
        plugins.runPostBindPlugins(state, pod, nodeName);
        return Status.SUCCESS;
    }

    /** Binding will take time: says where the pod is expected (KEP-5278), so that a restart finds the same node. */
    private void announceExpectation(PodInfo pod, String nodeName) {
        new PodStatusPatch(pod.pod()).nominatedNodeName(nodeName).build().ifPresent(patch -> {
            try {
                api.patchPodStatus(pod.pod(), patch);
            } catch (KubernetesClientException e) {
                log.atWarn().addKeyValue("pod", pod.key()).setCause(e).log("Failed to update the nominated node name");
            }
        });
    }

    private void undo(Assignment assignment, Status status) {
        PodInfo pod = assignment.assumed;
        assignment.profile.binding().runUnreservePlugins(assignment.state, pod, assignment.nodeName);
        boolean forgotten = cache.forgetPod(pod);
        FailureHandler.Failure failure = status.isRejected()
                ? FailureHandler.Failure.of(FitError.onNode(assignment.nodeName, status))
                : FailureHandler.Failure.of(status);
        // The room is free again for others; the pod itself comes first if a plugin rejected it.
        if (forgotten && !status.isRejected()) {
            queue.moveAll(ClusterEvent.ASSIGNED_POD_DELETE, pod.pod(), null);
        }
        failures.handle(assignment.profile, assignment.queued, failure, Nomination.NONE);
        if (forgotten && status.isRejected()) {
            queue.moveAll(
                    ClusterEvent.ASSIGNED_POD_DELETE,
                    pod.pod(),
                    null,
                    other -> !other.getMetadata().getUid().equals(pod.uid()));
        }
    }
}
