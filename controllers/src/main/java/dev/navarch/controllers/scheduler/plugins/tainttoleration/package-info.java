/** Rejects nodes whose taints a pod does not tolerate; prefers nodes without such PreferNoSchedule taints. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.tainttoleration;

import org.jspecify.annotations.NullMarked;
