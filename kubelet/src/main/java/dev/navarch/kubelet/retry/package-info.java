/**
 * Waiting longer after each failure. Kept apart because pods, images and volumes all do it, with different figures.
 */
@NullMarked
package dev.navarch.kubelet.retry;

import org.jspecify.annotations.NullMarked;
