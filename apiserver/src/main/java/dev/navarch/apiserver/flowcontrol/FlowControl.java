package dev.navarch.apiserver.flowcontrol;

import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.UserInfo;
import java.util.function.BiConsumer;

/** Decides when a request may run, and whether it may at all. Safe for use by many threads. */
public interface FlowControl extends AutoCloseable {

    /** A request that runs; to be closed when it is done. */
    interface Seat extends AutoCloseable {

        Seat UNCOUNTED = () -> {};

        @Override
        void close();
    }

    /**
     * Waits for a seat.
     *
     * @param header is told the headers that the answer is to carry, also when the request is refused
     * @throws dev.navarch.api.meta.StatusException 429 when none becomes free in time
     */
    Seat enter(RequestInfo request, UserInfo user, BiConsumer<String, String> header);

    @Override
    void close();
}
