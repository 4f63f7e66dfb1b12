/**
 * Keeps as many pods of one template as a ReplicaSet asks for. Pods belong to it by owner reference: matching orphans are
 * adopted, pods that do not match any more are released. While pods that it asked for have not shown up in the cache it
 * makes no others, so there are never too many. {@link dev.navarch.controllers.replicaset.ReplicaSync} does the same for
 * ReplicationControllers.
 */
@NullMarked
package dev.navarch.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
