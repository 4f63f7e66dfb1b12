/** Limit ranges: bounds and defaults that must not contradict each other. */
@NullMarked
package dev.navarch.apiserver.kind.core.limitrange;

import org.jspecify.annotations.NullMarked;
