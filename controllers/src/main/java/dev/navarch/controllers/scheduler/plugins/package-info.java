/**
 * The plugins, one package each, under upstream's names. A plugin sees the framework and nothing of the scheduler around
 * it, and no plugin sees another.
 */
@NullMarked
package dev.navarch.controllers.scheduler.plugins;

import org.jspecify.annotations.NullMarked;
