/**
 * Whether labels, nodes and taints match what a pod asks for: label selectors, node selector terms and tolerations
 * compiled once and asked many times. Everything here is immutable and free of I/O.
 */
@NullMarked
package dev.navarch.controllers.scheduler.matching;

import org.jspecify.annotations.NullMarked;
