/**
 * A sorted map that never changes: a write makes a new one that shares all but a path with the old. Whoever holds one has
 * a snapshot for as long as wanted, without a lock.
 */
@NullMarked
package dev.navarch.apiserver.storage.tree;

import org.jspecify.annotations.NullMarked;
