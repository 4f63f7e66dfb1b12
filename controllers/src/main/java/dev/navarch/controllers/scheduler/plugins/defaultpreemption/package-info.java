/** Makes room for a pod by evicting less important ones from the node where that does the least harm. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.defaultpreemption;

import org.jspecify.annotations.NullMarked;
