/** Orders the queue by priority, then by age. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.queuesort;

import org.jspecify.annotations.NullMarked;
