/**
 * What a pod asks for and what a node offers, in whole numbers: cpu in thousandths of a core, everything else in its own
 * unit. The arithmetic of requests (init containers, sidecars, overhead, pod-level resources, resize in place) lives here
 * and nowhere else.
 */
@NullMarked
package dev.navarch.controllers.scheduler.resources;

import org.jspecify.annotations.NullMarked;
