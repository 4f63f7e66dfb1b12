package dev.navarch.kubelet.runtime;

import java.time.Instant;

/** Counters of one container (or, for the network, of one sandbox) at a moment. Bytes and cumulative nanoseconds. */
public record ContainerStats(
        Instant at,
        long cpuNanos,
        long memoryUsage,
        long memoryWorkingSet,
        long memoryRss,
        long memoryLimit,
        long pageFaults,
        long majorPageFaults,
        long rxBytes,
        long rxErrors,
        long txBytes,
        long txErrors,
        long processes) {}
