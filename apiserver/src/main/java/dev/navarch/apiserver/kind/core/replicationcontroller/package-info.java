/** Replication controllers: what ReplicaSets were before them. */
@NullMarked
package dev.navarch.apiserver.kind.core.replicationcontroller;

import org.jspecify.annotations.NullMarked;
