/** Accepts only the node that a pod names itself. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.nodename;

import org.jspecify.annotations.NullMarked;
