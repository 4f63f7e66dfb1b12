/**
 * SPDY/3.1 as kubectl up to 1.30 and every Go client's port-forward speak it: many streams on one connection, the
 * server's side only, without flow control (as the only implementation that it meets has none). Blocking, over any
 * pair of byte streams.
 */
@NullMarked
package dev.navarch.kubelet.server.spdy;

import org.jspecify.annotations.NullMarked;
