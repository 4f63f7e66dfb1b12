/**
 * Autoscalers in two versions: {@code autoscaling/v2} is stored; what {@code autoscaling/v1} has no fields for travels in
 * annotations there, as upstream does it, so that nothing is lost on the way through.
 */
@NullMarked
package dev.navarch.apiserver.kind.autoscaling;

import org.jspecify.annotations.NullMarked;
