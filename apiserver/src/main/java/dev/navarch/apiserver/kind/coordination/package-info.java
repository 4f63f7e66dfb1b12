/**
 * Leases: what must hold of them. Fields of coordinated leader election are dropped, since that feature is off.
 */
@NullMarked
package dev.navarch.apiserver.kind.coordination;

import org.jspecify.annotations.NullMarked;
