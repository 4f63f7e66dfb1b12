/**
 * Cluster DNS, version 1.1.0 of its specification: answers for services and pods come from informers, everything else is
 * asked of the node's own resolvers. {@link dev.navarch.proxy.dns.ClusterDns} wires it. Answers are made from an index of
 * immutable records, so queries never wait for updates; where nothing changes and nobody asks, nothing runs.
 */
@NullMarked
package dev.navarch.proxy.dns;

import org.jspecify.annotations.NullMarked;
