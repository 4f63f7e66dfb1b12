/** Spreads pods of a kind over topology domains (KEP-895), as hard rule or as preference. */
@NullMarked
package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import org.jspecify.annotations.NullMarked;
