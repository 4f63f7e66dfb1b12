/**
 * Removes pods that nobody else will: the oldest finished ones when there are too many, those of nodes that are gone or
 * out of service, and those that were deleted before they got a node.
 */
@NullMarked
package dev.navarch.controllers.podgc;

import org.jspecify.annotations.NullMarked;
