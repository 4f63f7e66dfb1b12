/** Keeps pods apart that may not use the same disk at the same time. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.volumerestrictions;

import org.jspecify.annotations.NullMarked;
