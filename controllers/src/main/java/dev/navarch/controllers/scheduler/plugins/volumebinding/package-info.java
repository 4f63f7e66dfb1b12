/** Chooses nodes that can reach a pod's volumes, and binds claims that wait for their first consumer to volumes there. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.volumebinding;

import org.jspecify.annotations.NullMarked;
