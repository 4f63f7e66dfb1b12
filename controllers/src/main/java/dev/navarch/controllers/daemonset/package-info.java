/**
 * Keeps one pod of a DaemonSet on every node that it wants and that it tolerates. A pod is bound to its node by node
 * affinity, so that the scheduler places it. Updates replace pods node by node, within what may be unavailable or,
 * surging, with the new pod beside the old one; earlier templates are kept as ControllerRevisions.
 */
@NullMarked
package dev.navarch.controllers.daemonset;

import org.jspecify.annotations.NullMarked;
