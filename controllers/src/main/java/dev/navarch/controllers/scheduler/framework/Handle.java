package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.api.ApiCalls;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a plugin can use of the scheduler around it. */
public interface Handle extends PodNominator {

    /** The nodes of this cycle; only from extension points of the scheduling cycle. */
    SharedLister snapshot();

    Listers listers();

    ApiCalls api();

    EventRecorder events();

    Clock clock();

    RandomGenerator random();

    /** Tries a pod on a node, also as if the pods nominated to it that are not less important already ran there. */
    Status runFilterPluginsWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node);

    Status runPreFilterAddPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node);

    Status runPreFilterRemovePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node);

    @Nullable
    WaitingPod waitingPod(String uid);

    /** Moves a pod that waits in the queue to its front door, whatever it waits for. */
    void activate(Pod pod);

    /** Runs work beside the scheduling loop, on a thread of its own with this name. */
    void async(String name, Runnable work);

    /** The pods nominated to the node. */
    @Override
    List<PodInfo> nominatedPods(String nodeName);
}
