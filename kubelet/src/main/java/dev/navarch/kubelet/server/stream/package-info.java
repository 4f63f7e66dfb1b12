/**
 * exec, attach and port-forward whatever the protocol: channels over WebSocket (v4, v5), streams over SPDY, SPDY
 * tunnelled through a WebSocket.
 */
@NullMarked
package dev.navarch.kubelet.server.stream;

import org.jspecify.annotations.NullMarked;
