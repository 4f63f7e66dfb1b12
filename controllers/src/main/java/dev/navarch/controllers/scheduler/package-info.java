/**
 * The scheduler: finds a node for every pod that names this scheduler and has none. {@link
 * dev.navarch.controllers.scheduler.Scheduler} wires it: informers feed the cache and the queue; one loop takes a pod,
 * looks for a node in a snapshot, assumes the pod there and goes on, while a virtual thread a pod binds it. What makes a
 * node fit or good is the plugins' business. All state can be lost at any time: it is read back from the API server.
 */
@NullMarked
package dev.navarch.controllers.scheduler;

import org.jspecify.annotations.NullMarked;
