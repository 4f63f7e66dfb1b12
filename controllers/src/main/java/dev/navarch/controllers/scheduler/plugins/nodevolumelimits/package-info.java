/** Rejects nodes to which no more volumes of a CSI driver can be attached. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.nodevolumelimits;

import org.jspecify.annotations.NullMarked;
