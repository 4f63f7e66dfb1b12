/**
 * What the scheduler writes to the API server: bindings, pod statuses, deletions of preempted pods and events, as calls
 * that return when the API server has answered. Reading is done by informers, elsewhere.
 */
@NullMarked
package dev.navarch.controllers.scheduler.api;

import org.jspecify.annotations.NullMarked;
