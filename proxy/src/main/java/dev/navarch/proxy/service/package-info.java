/**
 * What Services and EndpointSlices mean for one node, as immutable values: which addresses and ports lead to which
 * endpoints under which policy. Pure functions; no I/O and no threads.
 */
@NullMarked
package dev.navarch.proxy.service;

import org.jspecify.annotations.NullMarked;
