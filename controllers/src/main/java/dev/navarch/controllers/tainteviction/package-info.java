/**
 * Evicts pods from nodes with NoExecute taints: at once what does not tolerate them, after the toleration's time what
 * does for a while. An eviction that is due later is called off when the taint goes.
 */
@NullMarked
package dev.navarch.controllers.tainteviction;

import org.jspecify.annotations.NullMarked;
