package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.cache.SchedulerCache;
import dev.navarch.controllers.scheduler.cache.Snapshot;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.FitError;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PostFilterPlugin;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import dev.navarch.controllers.scheduler.framework.SchedulingException;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one pod after the other and places it. Everything up to the assumption happens on the one thread that calls. */
final class SchedulingLoop {

    private static final Logger log = LoggerFactory.getLogger(SchedulingLoop.class);

    private final Map<String, Framework> profiles;
    private final SchedulerCache cache;
    private final Snapshot snapshot;
    private final SchedulingQueue queue;
    private final NodeSelection selection;
    private final BindingCycle binding;
    private final FailureHandler failures;

    SchedulingLoop(
            Map<String, Framework> profiles,
            SchedulerCache cache,
            Snapshot snapshot,
            SchedulingQueue queue,
            NodeSelection selection,
            BindingCycle binding,
            FailureHandler failures) {
        this.profiles = profiles;
        this.cache = cache;
        this.snapshot = snapshot;
        this.queue = queue;
        this.selection = selection;
        this.binding = binding;
        this.failures = failures;
    }

    void schedule(QueuedPodInfo queued) {
        Framework profile = profiles.get(queued.pod().getSpec().getSchedulerName());
        if (profile == null || isToBeSkipped(profile, queued.pod())) {
            queue.done(queued.podInfo().uid());
            return;
        }
        try {
            cache.updateSnapshot(snapshot);
            place(profile, queued);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("pod", queued.podInfo().key()).setCause(e).log("Error selecting node for pod");
            failures.handle(profile, queued, FailureHandler.Failure.error(e.toString()), Nomination.NONE);
        }
    }

    private boolean isToBeSkipped(Framework profile, Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            profile.events()
                    .event(
                            pod,
                            null,
                            EventRecorder.Type.WARNING,
                            "FailedScheduling",
                            "Scheduling",
                            "skip schedule deleting pod: " + pod.getMetadata().getNamespace() + "/"
                                    + pod.getMetadata().getName());
            return true;
        }
        return cache.isAssumed(pod);
    }

    private void place(Framework profile, QueuedPodInfo queued) {
        CycleState state = new CycleState();
        NodeSelection.Placement placement;
        try {
            placement = selection.select(profile, state, queued.podInfo());
        } catch (FitError e) {
            makeRoom(profile, state, queued, e);
            return;
        } catch (NodeSelection.NoNodesException e) {
            fail(profile, queued, new FailureHandler.Failure(true, String.valueOf(e.getMessage()), null));
            return;
        } catch (SchedulingException e) {
            fail(profile, queued, FailureHandler.Failure.error(String.valueOf(e.getMessage())));
            return;
        }
        assume(profile, state, queued, placement.nodeName());
    }

    private void fail(Framework profile, QueuedPodInfo queued, FailureHandler.Failure failure) {
        failures.handle(profile, queued, failure, Nomination.NONE);
    }

    private void makeRoom(Framework profile, CycleState state, QueuedPodInfo queued, FitError error) {
        Nomination nomination = Nomination.NONE;
        if (profile.hasPostFilterPlugins()) {
            PostFilterPlugin.Result result =
                    profile.runPostFilterPlugins(state, queued.podInfo(), error.nodeToStatus());
            error.setPostFilterMessage(result.status().message());
            nomination = result.nomination();
        }
        failures.handle(profile, queued, FailureHandler.Failure.of(error), nomination);
    }

    private void assume(Framework profile, CycleState state, QueuedPodInfo queued, String nodeName) {
        PodInfo assumed = new PodInfo(new PodBuilder(queued.pod())
                .editSpec()
                .withNodeName(nodeName)
                .endSpec()
                .build());
        cache.assumePod(assumed, nodeName);
        queue.deleteNomination(assumed.pod());
        Status reserved = profile.binding().runReservePlugins(state, assumed, nodeName);
        Status permitted =
                reserved.isSuccess() ? profile.binding().runPermitPlugins(state, assumed, nodeName) : reserved;
        if (!permitted.isSuccess() && !permitted.isWait()) {
            profile.binding().runUnreservePlugins(state, assumed, nodeName);
            cache.forgetPod(assumed);
            fail(
                    profile,
                    queued,
                    permitted.isRejected()
                            ? FailureHandler.Failure.of(FitError.onNode(nodeName, permitted))
                            : FailureHandler.Failure.of(permitted));
            return;
        }
        binding.start(new BindingCycle.Assignment(profile, state, queued, assumed, nodeName));
    }
}
