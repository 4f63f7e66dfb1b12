/**
 * A runtime that runs nothing: sandboxes get addresses, containers start at once and end when their commands say so.
 * It exists for tests of everything above the seam and for nodes by the thousand, so it is cheap: no thread a
 * container, one timer for all.
 */
@NullMarked
package dev.navarch.kubelet.runtime.simulated;

import org.jspecify.annotations.NullMarked;
