package dev.navarch.controllers.scheduler.framework;

import java.util.List;

/** Ranks the nodes that fit. */
public interface ScorePlugin extends Plugin {

    long MIN_SCORE = 0;
    long MAX_SCORE = 100;

    /** Any number, if {@link #normalize} brings the scores into [{@value #MIN_SCORE}, {@value #MAX_SCORE}]. */
    long score(CycleState state, PodInfo pod, NodeInfo node);

    /** Changes the scores in place; {@code scores[i]} belongs to {@code nodes.get(i)}. */
    default void normalize(CycleState state, PodInfo pod, List<NodeInfo> nodes, long[] scores) {}
}
