/** Affinity and anti-affinity between pods within a topology domain, required and preferred. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import org.jspecify.annotations.NullMarked;
