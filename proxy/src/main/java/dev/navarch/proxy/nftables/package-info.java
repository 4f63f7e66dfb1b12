/**
 * Puts a {@link dev.navarch.proxy.service.ServiceMap} into the kernel's nftables. Each service port renders to a fragment
 * of chains and map elements; what changed since the last time becomes one transaction, so its cost grows with the change
 * and not with the cluster. A transaction that fails is followed by one that replaces the whole table.
 */
@NullMarked
package dev.navarch.proxy.nftables;

import org.jspecify.annotations.NullMarked;
