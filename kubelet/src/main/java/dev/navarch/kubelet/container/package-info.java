/**
 * From a container of a pod's spec to what the runtime is told: environment, command, mounts, limits, security,
 * files that the kubelet manages, hooks. Reading and computing only; the runtime is called by ContainerStarter and
 * LifecycleHooks alone.
 */
@NullMarked
package dev.navarch.kubelet.container;

import org.jspecify.annotations.NullMarked;
