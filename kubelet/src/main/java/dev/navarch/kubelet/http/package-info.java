/**
 * The HTTP GET of probes and lifecycle hooks: any Host header, any certificate, one connection a request, a hard
 * deadline. The JDK's client can do none of the first three.
 */
@NullMarked
package dev.navarch.kubelet.http;

import org.jspecify.annotations.NullMarked;
