package dev.navarch.apiserver;

import dev.navarch.api.json.Json;
import dev.navarch.apiserver.endpoint.ResourceRouter;
import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import java.util.Map;
import java.util.TreeMap;

/** Paths that are no resources: each handler answers its path and what is below. */
final class PathRouter implements Handler {

    private final TreeMap<String, Handler> handlers;

    PathRouter(Map<String, Handler> handlers) {
        this.handlers = new TreeMap<>(handlers);
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        String path = exchange.path();
        if (path.equals("/") || path.equals("/index.html")) {
            index(exchange);
            return;
        }
        for (String prefix = path; !prefix.isEmpty(); prefix = prefix.substring(0, prefix.lastIndexOf('/'))) {
            Handler handler = handlers.get(prefix);
            if (handler != null) {
                handler.handle(exchange);
                return;
            }
        }
        if (path.startsWith("/api/") || path.startsWith("/apis/")) {
            throw ResourceRouter.notFound();
        }
        Responder.sendPageNotFound(exchange);
    }

    private void index(Exchange exchange) {
        var document = Json.object();
        var paths = document.putArray("paths");
        handlers.keySet().forEach(paths::add);
        exchange.respond(200, "application/json", Json.bytes(document));
    }
}
