/**
 * The scheduler's view of the cluster: nodes with the pods on them, including pods whose binding is still under way
 * (assumed), and the snapshot of it that one scheduling cycle reads. A snapshot changes only between cycles, and only
 * where nodes changed.
 */
@NullMarked
package dev.navarch.controllers.scheduler.cache;

import org.jspecify.annotations.NullMarked;
