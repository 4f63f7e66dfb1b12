/**
 * Finds out who sends a request: client certificates, front proxy headers, service account tokens, bootstrap tokens,
 * static tokens, and anonymous last. An {@link dev.navarch.apiserver.authentication.Authenticator} either names the
 * user, says that the request carries nothing for it, or refuses with 401; nothing here decides what a user may do.
 * Private keys and tokens never reach a log.
 */
@NullMarked
package dev.navarch.apiserver.authentication;

import org.jspecify.annotations.NullMarked;
