/** Disruption budgets: what must hold of them. Evictions, which they limit, are a matter of pods. */
@NullMarked
package dev.navarch.apiserver.kind.policy;

import org.jspecify.annotations.NullMarked;
