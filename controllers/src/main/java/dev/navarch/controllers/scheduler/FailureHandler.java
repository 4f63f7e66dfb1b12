package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.api.PodStatusPatch;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.FitError;
import dev.navarch.controllers.scheduler.framework.Framework;
import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.Nomination;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a pod that could not be scheduled or bound: back to the queue, an event, a condition. Thread-safe. */
final class FailureHandler {

    private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

    private static final int MAX_NOTE = 1024;

    /** Why an attempt failed. */
    record Failure(
            boolean rejected, String message, @Nullable FitError fit) {

        static Failure of(FitError error) {
            return new Failure(true, error.getMessage(), error);
        }

        static Failure of(Status status) {
            return new Failure(status.isRejected(), status.message(), null);
        }

        static Failure error(String message) {
            return new Failure(false, message, null);
        }

        String reason() {
            return rejected ? "Unschedulable" : "SchedulerError";
        }
    }

    private final SchedulingQueue queue;
    private final Lister<Pod> pods;
    private final ApiCalls api;
    private final Clock clock;

    FailureHandler(SchedulingQueue queue, Lister<Pod> pods, ApiCalls api, Clock clock) {
        this.queue = queue;
        this.pods = pods;
        this.api = api;
        this.clock = clock;
    }

    /** @param nomination what to write to the pod's status, null to leave it alone */
    void handle(Framework profile, QueuedPodInfo queued, Failure failure, @Nullable Nomination nomination) {
        if (!failure.rejected) {
            log.atWarn()
                    .addKeyValue("pod", queued.podInfo().key())
                    .addKeyValue("error", failure.message)
                    .log("Error scheduling pod; retrying");
        }
        queued.clearRejectors();
        if (failure.fit != null) {
            queued.unschedulablePlugins().addAll(failure.fit.unschedulablePlugins());
            queued.pendingPlugins().addAll(failure.fit.pendingPlugins());
        }
        Pod pod = queued.pod();
        Pod latest = pods.get(queued.podInfo().namespace(), queued.podInfo().name());
        if (latest == null || !PodInfo.nodeName(latest).isEmpty()) {
            // Deleted meanwhile, or bound although the answer to the binding got lost.
            queue.done(queued.podInfo().uid());
        } else if (!latest.getMetadata().getUid().equals(queued.podInfo().uid())) {
            queue.done(queued.podInfo().uid());
            return;
        } else {
            queued.update(latest);
            pod = latest;
            queue.addUnschedulable(queued);
        }
        queue.nominate(new PodInfo(pod), nomination);
        profile.events()
                .event(
                        pod,
                        null,
                        EventRecorder.Type.WARNING,
                        "FailedScheduling",
                        "Scheduling",
                        truncate(failure.message));
        writeStatus(pod, failure, nomination);
    }

    private void writeStatus(Pod pod, Failure failure, @Nullable Nomination nomination) {
        PodStatusPatch patch =
                new PodStatusPatch(pod).condition("PodScheduled", "False", failure.reason(), failure.message, clock);
        if (nomination != null) {
            patch.nominatedNodeName(nomination.nodeName());
        }
        patch.build().ifPresent(body -> {
            try {
                api.patchPodStatus(pod, body);
            } catch (KubernetesClientException e) {
                log.atDebug()
                        .addKeyValue("pod", pod.getMetadata().getName())
                        .setCause(e)
                        .log("Error updating pod");
            }
        });
    }

    private static String truncate(String message) {
        String suffix = " ...";
        return message.length() <= MAX_NOTE ? message : message.substring(0, MAX_NOTE - suffix.length()) + suffix;
    }
}
