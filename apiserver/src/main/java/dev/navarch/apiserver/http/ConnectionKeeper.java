package dev.navarch.apiserver.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections on which nobody asks anything: those that do not finish the header of a first request, and those
 * that stay silent between requests. Watches and upgraded connections are requests that go on, however silent. The map
 * belongs to the event loop of one listener; counts are changed by the threads of requests.
 */
final class ConnectionKeeper {

    /** As upstream: for the header of the first request. */
    static final Duration FIRST_REQUEST_LIMIT = Duration.ofSeconds(32);

    /** Longer than upstream's 90 seconds, since a large answer may still be on its way to a slow client. */
    static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

    private static final long SWEEP_MILLIS = 5_000;

    private final Map<HttpConnection, Use> uses = new HashMap<>();

    /** What goes on on one connection. */
    static final class Use {

        private final AtomicInteger running = new AtomicInteger();
        private volatile long silentSince = System.nanoTime();
        private volatile boolean asked;

        private boolean isOver(long now) {
            Duration limit = asked ? SILENCE_LIMIT : FIRST_REQUEST_LIMIT;
            return running.get() == 0 && now - silentSince > limit.toNanos();
        }

        /** A request on the connection was answered. */
        void ended() {
            silentSince = System.nanoTime();
            running.decrementAndGet();
        }
    }

    ConnectionKeeper(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }

    void opened(HttpConnection connection) {
        uses.put(connection, new Use());
        connection.closeHandler(closed -> uses.remove(connection));
    }

    /** A request came; its end is to be told to what is returned. */
    Use asked(HttpServerRequest request) {
        Use use = uses.getOrDefault(request.connection(), new Use());
        use.asked = true;
        use.running.incrementAndGet();
        if (request.getHeader("Upgrade") != null) {
            // What becomes of it is beyond HTTP: it lives for as long as both ends like.
            use.running.incrementAndGet();
        }
        return use;
    }

    private void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> over = uses.entrySet().stream()
                .filter(entry -> entry.getValue().isOver(now))
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(HttpConnection::close);
    }
}
