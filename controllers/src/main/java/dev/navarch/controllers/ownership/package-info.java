/**
 * Who controls what: owner references with {@code controller: true}, and how a controller comes to objects that match
 * its selector (adoption) and lets those go that do not match any more (release). Two controllers never fight for an
 * object: the reference decides, not the selector.
 */
@NullMarked
package dev.navarch.controllers.ownership;

import org.jspecify.annotations.NullMarked;
