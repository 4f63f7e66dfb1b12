/**
 * The few system calls that Java has no name for: entering a network namespace, mounting tmpfs. All native access of the
 * kubelet is here.
 */
@NullMarked
package dev.navarch.kubelet.linux;

import org.jspecify.annotations.NullMarked;
