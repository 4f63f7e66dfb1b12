package dev.navarch.controllers.scheduler.framework;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the plugins of a profile from the choice of a node to the bound pod: Reserve, Permit, PreBind, Bind, PostBind. */
public final class BindingRunner {

    private static final Duration MAX_PERMIT_WAIT = Duration.ofMinutes(15);

    private final List<ReservePlugin> reserve;
    private final List<PermitPlugin> permit;
    private final List<PreBindPlugin> preBind;
    private final List<BindPlugin> bind;
    private final List<PostBindPlugin> postBind;
    private final WaitingPods waitingPods;

    BindingRunner(
            List<ReservePlugin> reserve,
            List<PermitPlugin> permit,
            List<PreBindPlugin> preBind,
            List<BindPlugin> bind,
            List<PostBindPlugin> postBind,
            WaitingPods waitingPods) {
        this.reserve = reserve;
        this.permit = permit;
        this.preBind = preBind;
        this.bind = bind;
        this.postBind = postBind;
        this.waitingPods = waitingPods;
    }

    boolean canBind() {
        return !bind.isEmpty();
    }

    public Status runReservePlugins(CycleState state, PodInfo pod, String nodeName) {
        for (ReservePlugin plugin : reserve) {
            Status status = plugin.reserve(state, pod, nodeName);
            if (!status.isSuccess()) {
                return status.isRejected()
                        ? status.withPlugin(plugin.name())
                        : Framework.failed("Reserve plugin", plugin, status);
            }
        }
        return Status.SUCCESS;
    }

    /** Takes back what Reserve plugins did, the last first. */
    public void runUnreservePlugins(CycleState state, PodInfo pod, String nodeName) {
        for (ReservePlugin plugin : reserve.reversed()) {
            plugin.unreserve(state, pod, nodeName);
        }
    }

    /** Success, a rejection, or {@link Status.Code#WAIT}: then {@link #waitOnPermit} must be called. */
    public Status runPermitPlugins(CycleState state, PodInfo pod, String nodeName) {
        Map<String, Duration> waits = new LinkedHashMap<>();
        for (PermitPlugin plugin : permit) {
            PermitPlugin.Result result = plugin.permit(state, pod, nodeName);
            Status status = result.status();
            if (status.isRejected()) {
                return status.withPlugin(plugin.name());
            }
            if (status.isWait()) {
                Duration timeout = result.timeout();
                waits.put(plugin.name(), timeout.compareTo(MAX_PERMIT_WAIT) > 0 ? MAX_PERMIT_WAIT : timeout);
            } else if (!status.isSuccess()) {
                return Framework.failed("Permit plugin", plugin, status).withPlugin(plugin.name());
            }
        }
        if (waits.isEmpty()) {
            return Status.SUCCESS;
        }
        waitingPods.add(new WaitingPod(pod, waits));
        return Status.of(Status.Code.WAIT, List.of("one or more plugins asked to wait and no plugin rejected pod"));
    }

    public boolean willWaitOnPermit(PodInfo pod) {
        return waitingPods.get(pod.uid()) != null;
    }

    public Status waitOnPermit(PodInfo pod) throws InterruptedException {
        WaitingPod waiting = waitingPods.get(pod.uid());
        if (waiting == null) {
            return Status.SUCCESS;
        }
        try {
            return waiting.await();
        } finally {
            waitingPods.remove(pod.uid());
        }
    }

    /** Success when a PreBind plugin has work to do, {@link Status.Code#SKIP} when none has. */
    public Status runPreBindPreFlights(CycleState state, PodInfo pod, String nodeName) {
        Status result = Status.SKIP;
        for (PreBindPlugin plugin : preBind) {
            Status status = plugin.preBindPreFlight(state, pod, nodeName);
            if (status.isSuccess()) {
                result = status;
            } else if (status.isSkip()) {
                state.skippedPreBinds().add(plugin.name());
            } else {
                return Framework.failed("PreBindPreFlight", plugin, status);
            }
        }
        return result;
    }

    public Status runPreBindPlugins(CycleState state, PodInfo pod, String nodeName) throws InterruptedException {
        for (PreBindPlugin plugin : preBind) {
            if (state.skippedPreBinds().contains(plugin.name())) {
                continue;
            }
            Status status = plugin.preBind(state, pod, nodeName);
            if (!status.isSuccess()) {
                return status.isRejected()
                        ? status.withPlugin(plugin.name())
                        : Framework.failed("PreBind plugin", plugin, status);
            }
        }
        return Status.SUCCESS;
    }

    public Status runBindPlugins(CycleState state, PodInfo pod, String nodeName) throws InterruptedException {
        for (BindPlugin plugin : bind) {
            Status status = plugin.bind(state, pod, nodeName);
            if (status.isSkip() || status.isSuccess()) {
                if (status.isSkip()) {
                    continue;
                }
                return status;
            }
            return status.isRejected()
                    ? status.withPlugin(plugin.name())
                    : Framework.failed("Bind plugin", plugin, status);
        }
        return Status.error("no bind plugin took the pod");
    }

    public void runPostBindPlugins(CycleState state, PodInfo pod, String nodeName) {
        for (PostBindPlugin plugin : postBind) {
            plugin.postBind(state, pod, nodeName);
        }
    }
}
