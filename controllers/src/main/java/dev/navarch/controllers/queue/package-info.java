/**
 * A queue of things to look at, for controllers that are not keyed by one primary kind: what waits already is not queued
 * twice, nothing is worked on by two at once, and what failed comes back later and later.
 */
@NullMarked
package dev.navarch.controllers.queue;

import org.jspecify.annotations.NullMarked;
