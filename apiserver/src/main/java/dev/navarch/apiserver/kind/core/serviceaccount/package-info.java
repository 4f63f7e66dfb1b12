/** Service accounts: references to secrets are by name alone. */
@NullMarked
package dev.navarch.apiserver.kind.core.serviceaccount;

import org.jspecify.annotations.NullMarked;
