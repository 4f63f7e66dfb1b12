/** Resource quotas: what can be counted, and of which pods and claims. */
@NullMarked
package dev.navarch.apiserver.kind.core.resourcequota;

import org.jspecify.annotations.NullMarked;
