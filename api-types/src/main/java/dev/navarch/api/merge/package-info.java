/**
 * The patches of the API: JSON Patch (RFC 6902), JSON Merge Patch (RFC 7386) and Kubernetes' strategic merge patch, as
 * pure functions over Jackson trees. The document given is never changed: every function answers with a new tree that
 * shares nothing with it. Errors are {@code StatusException}s with upstream's codes and texts.
 */
@NullMarked
package dev.navarch.api.merge;

import org.jspecify.annotations.NullMarked;
