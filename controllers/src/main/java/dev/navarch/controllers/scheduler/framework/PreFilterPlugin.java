package dev.navarch.controllers.scheduler.framework;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the pod once before nodes are tried. */
public interface PreFilterPlugin extends Plugin {

    /**
     * The answer.
     *
     * @param nodeNames the only nodes that can do, null for all
     */
    record Result(Status status, @Nullable Set<String> nodeNames) {

        public static final Result SUCCESS = new Result(Status.SUCCESS, null);

        /** The plugin has nothing to filter for this pod: its Filter is not called. */
        public static final Result SKIP = new Result(Status.SKIP, null);

        public static Result of(Status status) {
            return new Result(status, null);
        }
    }

    Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes);

    /** Called when a pod is thought to be added to a node that is tried. */
    default Status addPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node) {
        return Status.SUCCESS;
    }

    /** Called when a pod is thought to be removed from a node that is tried. */
    default Status removePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node) {
        return Status.SUCCESS;
    }
}
