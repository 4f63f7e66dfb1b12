package dev.navarch.apiserver.connect;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.request.RequestInfo;
import java.util.Set;

/**
 * What a proxy path names: {@code name}, {@code name:port} or {@code scheme:name:port}.
 *
 * @param port a number or a name; empty for the first one
 */
record ProxyTarget(String scheme, String name, String port) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    static ProxyTarget parse(String id, String what) {
        String[] parts = id.split(":", -1);
        return switch (parts.length) {
            case 1 -> new ProxyTarget("http", parts[0], "");
            case 2 -> new ProxyTarget("http", parts[0], parts[1]);
            case 3 -> withScheme(parts, id, what);
            default -> throw invalid(id, what);
        };
    }

    private static ProxyTarget withScheme(String[] parts, String id, String what) {
        String scheme = parts[0].isEmpty() ? "http" : parts[0];
        if (!SCHEMES.contains(scheme) || parts[1].isEmpty()) {
            throw invalid(id, what);
        }
        return new ProxyTarget(scheme, parts[1], parts[2]);
    }

    private static StatusException invalid(String id, String what) {
        return StatusException.badRequest("invalid " + what + " request \"" + id + "\"");
    }

    int defaultPort() {
        return scheme.equals("https") ? 443 : 80;
    }

    /** What follows {@code /proxy} in the path, with its trailing slash. */
    static String pathBelow(RequestInfo info, Exchange exchange) {
        String below = String.join(
                "/",
                info.parts()
                        .subList(Math.min(3, info.parts().size()), info.parts().size()));
        String path = "/" + below;
        return exchange.path().endsWith("/") && !path.endsWith("/") ? path + "/" : path;
    }

    /** Whether a reader asks for the server itself, without a path or so much as a slash. */
    static boolean isBare(RequestInfo info, Exchange exchange) {
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        boolean upgrades = exchange.header("Upgrade").isPresent();
        return reads
                && !upgrades
                && info.parts().size() <= 3
                && !exchange.path().endsWith("/");
    }

    /** The query as it came. */
    static String query(Exchange exchange) {
        int mark = exchange.uri().indexOf('?');
        return mark < 0 ? "" : exchange.uri().substring(mark + 1);
    }
}
