/** Rejects nodes on which a host port that the pod wants is taken. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.nodeports;

import org.jspecify.annotations.NullMarked;
