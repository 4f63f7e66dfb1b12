package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import dev.navarch.controllers.scheduler.api.PodStatusPatch;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.WaitingPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evicts victims, each preemption on a thread of its own. The preempting pod may be tried again once the last victim's
 * deletion has been asked for, so that the event of that deletion finds it in the queue. Thread-safe.
 */
final class Eviction {

    private static final Logger log = LoggerFactory.getLogger(Eviction.class);

    private static final int NOT_FOUND = 404;
    private static final String DISRUPTION_TARGET = "DisruptionTarget";
    private static final String REASON = "PreemptionByScheduler";

    /** What a running preemption waits for; {@code lastVictim} is null until all others are gone. */
    private record Running(@Nullable PodInfo lastVictim) {}

    private final Handle handle;
    private final String pluginName;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    Eviction(Handle handle, String pluginName) {
        this.handle = handle;
        this.pluginName = pluginName;
    }

    boolean isRunningFor(String preemptorUid) {
        Running preemption = running.get(preemptorUid);
        if (preemption == null) {
            return false;
        }
        PodInfo last = preemption.lastVictim;
        if (last == null) {
            return true;
        }
        Pod victim = handle.listers().pods().get(last.namespace(), last.name());
        return victim != null && victim.getMetadata().getDeletionTimestamp() == null;
    }

    void start(PodInfo preemptor, Victims victims) {
        List<PodInfo> alive = new ArrayList<>();
        for (PodInfo victim : victims.pods()) {
            if (victim.pod().getMetadata().getDeletionTimestamp() == null) {
                alive.add(victim);
            }
        }
        if (alive.isEmpty()) {
            return;
        }
        running.put(preemptor.uid(), new Running(null));
        handle.async("preemption-" + preemptor.key(), () -> run(preemptor, victims.nodeName(), alive));
    }

    private void run(PodInfo preemptor, String nodeName, List<PodInfo> victims) {
        boolean done = false;
        try {
            clearLessImportantNominations(preemptor, nodeName);
            for (PodInfo victim : victims.subList(0, victims.size() - 1)) {
                evict(preemptor, nodeName, victim);
            }
            running.put(preemptor.uid(), new Running(victims.getLast()));
            evict(preemptor, nodeName, victims.getLast());
            done = true;
        } catch (KubernetesClientException e) {
            log.atWarn()
                    .addKeyValue("pod", preemptor.key())
                    .addKeyValue("node", nodeName)
                    .setCause(e)
                    .log("Preemption failed");
        } finally {
            running.remove(preemptor.uid());
            if (!done) {
                handle.activate(preemptor.pod());
            }
        }
    }

    private void clearLessImportantNominations(PodInfo preemptor, String nodeName) {
        for (PodInfo nominated : handle.nominatedPods(nodeName)) {
            if (nominated.priority() < preemptor.priority()) {
                new PodStatusPatch(nominated.pod())
                        .nominatedNodeName("")
                        .build()
                        .ifPresent(patch -> handle.api().patchPodStatus(nominated.pod(), patch));
            }
        }
    }

    private void evict(PodInfo preemptor, String nodeName, PodInfo victim) {
        String note = "Preempted by pod " + preemptor.uid() + " on node " + nodeName;
        WaitingPod waiting = handle.waitingPod(victim.uid());
        if (waiting != null && waiting.preempt(pluginName, "preempted")) {
            note += " (in kube-scheduler memory).";
        } else if (!delete(preemptor, victim)) {
            return;
        }
        handle.events()
                .event(victim.pod(), preemptor.pod(), EventRecorder.Type.NORMAL, "Preempted", "Preempting", note);
    }

    /** Returns false when the victim is gone already. */
    private boolean delete(PodInfo preemptor, PodInfo victim) {
        String message =
                preemptor.pod().getSpec().getSchedulerName() + ": preempting to accommodate a higher priority pod";
        try {
            new PodStatusPatch(victim.pod())
                    .condition(DISRUPTION_TARGET, "True", REASON, message, handle.clock())
                    .build()
                    .ifPresent(patch -> handle.api().patchPodStatus(victim.pod(), patch));
            handle.api().deletePod(victim.pod());
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    static boolean isTerminatingByPreemption(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() == null || pod.getStatus() == null) {
            return false;
        }
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if (DISRUPTION_TARGET.equals(condition.getType())) {
                return "True".equals(condition.getStatus()) && REASON.equals(condition.getReason());
            }
        }
        return false;
    }
}
