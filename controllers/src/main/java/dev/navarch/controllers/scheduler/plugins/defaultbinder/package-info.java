/** Binds a pod to its node through the API server. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.defaultbinder;

import org.jspecify.annotations.NullMarked;
