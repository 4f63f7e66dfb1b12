/**
 * Starts jobs by the clock. A job's name is made of the minute it was due, so that no controller, restarted or doubled,
 * starts it twice; starts that were missed are made up for once, for the last of them, within the starting deadline.
 */
@NullMarked
package dev.navarch.controllers.cronjob;

import org.jspecify.annotations.NullMarked;
