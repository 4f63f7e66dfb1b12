/** Node selectors and node affinity, required and preferred, of pods and of the profile. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.nodeaffinity;

import org.jspecify.annotations.NullMarked;
