/** Prefers nodes that have the pod's images, big ones above all, unless few nodes have them. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.imagelocality;

import org.jspecify.annotations.NullMarked;
