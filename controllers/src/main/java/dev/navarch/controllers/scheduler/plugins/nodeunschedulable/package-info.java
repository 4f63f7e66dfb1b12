/** Rejects nodes that are cordoned. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.nodeunschedulable;

import org.jspecify.annotations.NullMarked;
