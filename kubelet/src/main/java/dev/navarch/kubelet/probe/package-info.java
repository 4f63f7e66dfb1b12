/**
 * Startup, liveness and readiness probes. One virtual thread a probe that sleeps between its turns; a changed result
 * wakes the pod's worker, which alone decides what follows.
 */
@NullMarked
package dev.navarch.kubelet.probe;

import org.jspecify.annotations.NullMarked;
