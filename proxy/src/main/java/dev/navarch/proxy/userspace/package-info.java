/**
 * Serves node ports by forwarding connections in this process, for machines without root or without nftables. Cluster
 * IPs, which need the kernel, are not served this way.
 */
@NullMarked
package dev.navarch.proxy.userspace;

import org.jspecify.annotations.NullMarked;
