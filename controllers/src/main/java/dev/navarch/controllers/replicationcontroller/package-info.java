/** Keeps as many pods of one template as a ReplicationController asks for, by the means of ReplicaSets. */
@NullMarked
package dev.navarch.controllers.replicationcontroller;

import org.jspecify.annotations.NullMarked;
