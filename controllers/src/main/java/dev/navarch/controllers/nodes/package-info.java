/**
 * What several controllers need to know and do about nodes: conditions, taints and what tolerates them.
 */
@NullMarked
package dev.navarch.controllers.nodes;

import org.jspecify.annotations.NullMarked;
