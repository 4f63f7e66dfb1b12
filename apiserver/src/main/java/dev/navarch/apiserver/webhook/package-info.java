/**
 * Servers that somebody configured to be asked: over HTTPS, at a URL or behind a Service, with authorities of their own.
 * A question ends with its timeout, and its answer is read up to a limit.
 */
@NullMarked
package dev.navarch.apiserver.webhook;

import org.jspecify.annotations.NullMarked;
