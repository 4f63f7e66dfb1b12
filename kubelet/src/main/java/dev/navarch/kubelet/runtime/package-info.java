/**
 * The one seam between the kubelet and whatever really runs containers: sandboxes, containers, images, streams, logs
 * and stats. Nothing above this package knows of Docker; nothing in it knows of the Kubernetes API. Implementations
 * are safe for use by many virtual threads at once and keep no state that a restarted kubelet could not read back.
 */
@NullMarked
package dev.navarch.kubelet.runtime;

import org.jspecify.annotations.NullMarked;
