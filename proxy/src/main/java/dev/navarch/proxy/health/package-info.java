/** The HTTP endpoints that load balancers ask: the health of the proxy and the local endpoints of a service. */
@NullMarked
package dev.navarch.proxy.health;

import org.jspecify.annotations.NullMarked;
