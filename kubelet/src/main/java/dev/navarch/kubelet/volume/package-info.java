/**
 * A pod's volumes on this machine, one class a type, in upstream's directories under the kubelet's root. Setting up
 * is idempotent: it is how a volume is made, found again after a restart, and brought up to date. Contents change
 * atomically (AtomicWriter); what holds secrets lies on tmpfs.
 */
@NullMarked
package dev.navarch.kubelet.volume;

import org.jspecify.annotations.NullMarked;
