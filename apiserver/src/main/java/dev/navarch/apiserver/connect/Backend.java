package dev.navarch.apiserver.connect;

import dev.navarch.api.meta.StatusException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a connection goes.
 *
 * @param scheme {@code http} or {@code https}
 * @param kubelet whether it is a kubelet, which is shown the server's certificate
 */
record Backend(String scheme, String host, int port, String path, String query, boolean kubelet) {

    Backend at(String otherPath, String otherQuery) {
        return new Backend(scheme, host, port, otherPath, otherQuery, kubelet);
    }

    /** Host and port, an IPv6 address in brackets. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Path and query as they stand in a request line. */
    String target() {
        String rawPath = uri().getRawPath();
        return (rawPath.isEmpty() ? "/" : rawPath) + (query.isEmpty() ? "" : "?" + query);
    }

    URI uri() {
        try {
            URI escaped = new URI(scheme, null, host, port, path, null, null);
            return query.isEmpty() ? escaped : new URI(escaped + "?" + query);
        } catch (URISyntaxException e) {
            throw StatusException.badRequest("invalid path: " + path);
        }
    }
}
