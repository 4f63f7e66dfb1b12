package dev.navarch.controllers.scheduler.framework;

import java.util.Comparator;

/** Orders the active queue. Exactly one is enabled, the same for all profiles. */
public interface QueueSortPlugin extends Plugin, Comparator<QueuedPodInfo> {}
