/**
 * The scheduling framework: what a plugin is, at which points of a scheduling cycle it is asked, and what it is told about
 * pods and nodes. {@link dev.navarch.controllers.scheduler.framework.Framework} runs the plugins of one profile. This
 * package knows extension points, never a plugin: it must not name one.
 */
@NullMarked
package dev.navarch.controllers.scheduler.framework;

import org.jspecify.annotations.NullMarked;
