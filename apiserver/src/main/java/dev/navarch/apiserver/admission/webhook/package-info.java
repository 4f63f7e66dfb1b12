/**
 * Admission by webhooks: configurations name servers which may change or refuse what is written. A request waits for a
 * hook no longer than its timeout; what a hook that does not answer means is for its failure policy to say. Mutating
 * hooks are asked one after the other, by the names of their configurations, and again where a later one changed the
 * object; validating hooks are asked all at once.
 */
@NullMarked
package dev.navarch.apiserver.admission.webhook;

import org.jspecify.annotations.NullMarked;
