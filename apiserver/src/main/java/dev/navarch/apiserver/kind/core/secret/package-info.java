/** Secrets: what the well-known types must hold, and that immutable ones stay as they are. */
@NullMarked
package dev.navarch.apiserver.kind.core.secret;

import org.jspecify.annotations.NullMarked;
