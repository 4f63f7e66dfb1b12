package dev.navarch.apiserver.connect;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Addresses in what a proxied server answers, made to lead through the proxy again.
 *
 * @param backend host and port of the server
 * @param host what the client called the API server
 * @param prefix the path of the proxy itself, without what the server sees of it
 */
record ProxiedLinks(String backend, String host, String prefix) {

    /** Unchanged when it leads elsewhere, is relative or cannot be read. */
    String rewrite(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException unreadable) {
            return address;
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        boolean elsewhere = !authority.isEmpty() && !authority.equals(backend) && !authority.equals(host);
        if (elsewhere || !path.startsWith("/")) {
            return address;
        }
        String origin = authority.equals(host) && !host.isEmpty() ? uri.getScheme() + "://" + authority : "";
        String through = path.startsWith(prefix) ? path : prefix + path;
        return origin
                + through
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }
}
