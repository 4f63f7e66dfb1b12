/**
 * Events of the {@code events.k8s.io/v1} API: recorded without waiting, written in the background, repeated ones folded
 * into a series. An event may be lost when the API server is away for long; the scheduler never waits for one.
 */
@NullMarked
package dev.navarch.controllers.scheduler.events;

import org.jspecify.annotations.NullMarked;
