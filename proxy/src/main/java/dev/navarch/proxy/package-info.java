/**
 * The service proxy of a node: watches Services and EndpointSlices and keeps the node's packet rules as they say. {@link
 * dev.navarch.proxy.ServiceProxy} is the loop; what should be is worked out in {@code service}, put into the kernel by
 * {@code nftables}, or, where there is no root or no nftables, served by {@code userspace}. Rules outlive the process.
 */
@NullMarked
package dev.navarch.proxy;

import org.jspecify.annotations.NullMarked;
