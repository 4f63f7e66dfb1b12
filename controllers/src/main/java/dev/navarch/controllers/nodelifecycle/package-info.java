/**
 * Watches over nodes. Taints follow a node's conditions at once ({@link
 * dev.navarch.controllers.nodelifecycle.NodeTaintReconciler}). Every five seconds {@link
 * dev.navarch.controllers.nodelifecycle.NodeHealthMonitor} looks which kubelets fell silent, says so in the conditions of
 * their nodes and pods, and has such nodes tainted for eviction, slowly, and not at all while a whole zone seems down.
 */
@NullMarked
package dev.navarch.controllers.nodelifecycle;

import org.jspecify.annotations.NullMarked;
