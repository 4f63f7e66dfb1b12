/**
 * The Node object of this machine and its Lease: registration, capacity, conditions, addresses, heartbeat. The node
 * is Ready only while the container runtime answers.
 */
@NullMarked
package dev.navarch.kubelet.node;

import org.jspecify.annotations.NullMarked;
