/** Keeps pods with scheduling gates (KEP-3521) out of the queue until the last gate is gone. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.schedulinggates;

import org.jspecify.annotations.NullMarked;
