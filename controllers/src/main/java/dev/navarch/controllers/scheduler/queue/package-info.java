/**
 * The pods that wait for a node: active (to be tried now), backing off (tried and failed a moment ago) and unschedulable
 * (waiting for an event of the cluster that a plugin says could help). Every pod that the scheduler is responsible for is
 * in exactly one of the three, or in flight.
 */
@NullMarked
package dev.navarch.controllers.scheduler.queue;

import org.jspecify.annotations.NullMarked;
