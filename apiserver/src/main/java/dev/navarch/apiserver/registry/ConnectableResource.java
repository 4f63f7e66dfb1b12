package dev.navarch.apiserver.registry;

import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.request.RequestContext;

/**
 * A subresource that hands the connection on to somewhere else: exec, attach, port-forward, logs, proxies. Authorized
 * and admitted (CONNECT) before; answers the exchange itself.
 */
@FunctionalInterface
public interface ConnectableResource {

    void connect(RequestContext context, Exchange exchange) throws Exception;
}
