package dev.navarch.controllers.scheduler.plugins.queuesort;

import dev.navarch.controllers.scheduler.framework.QueueSortPlugin;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;

/** {@code PrioritySort}. */
public final class PrioritySort implements QueueSortPlugin {

    public static final String NAME = "PrioritySort";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int compare(QueuedPodInfo a, QueuedPodInfo b) {
        int byPriority = Integer.compare(b.podInfo().priority(), a.podInfo().priority());
        return byPriority != 0 ? byPriority : a.timestamp().compareTo(b.timestamp());
    }
}
