package dev.navarch.apiserver;

import dev.navarch.api.json.Json;
import dev.navarch.apiserver.endpoint.ResourceRouter;
import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Paths that are no resources: each handler answers its path and what is below. */
final class PathRouter implements Handler {

    private final TreeMap<String, Handler> handlers;
    private final Supplier<Set<String>> discovered;

    /** {@code discovered}: paths that are answered by one of the handlers and stand in the index too. */
    PathRouter(Map<String, Handler> handlers, Supplier<Set<String>> discovered) {
        this.handlers = new TreeMap<>(handlers);
        this.discovered = discovered;
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
        var all = new TreeSet<>(handlers.keySet());
        all.addAll(discovered.get());
        all.forEach(paths::add);
        Responder.sendDocument(exchange, "application/json", Json.bytes(document));
    }
}
