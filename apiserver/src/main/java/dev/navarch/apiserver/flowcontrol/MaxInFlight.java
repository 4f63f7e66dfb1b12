package dev.navarch.apiserver.flowcontrol;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.UserInfo;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/** Bounds how many requests run at once, those that read and those that write; what is more is refused. */
public final class MaxInFlight implements FlowControl {

    private final Semaphore reading;
    private final Semaphore writing;

    /** {@code --max-requests-inflight} and {@code --max-mutating-requests-inflight}. */
    public MaxInFlight(int maxReading, int maxWriting) {
        this.reading = new Semaphore(maxReading);
        this.writing = new Semaphore(maxWriting);
    }

    @Override
    public Seat enter(RequestInfo request, UserInfo user, BiConsumer<String, String> header) {
        Semaphore seats = request.isReadOnly() ? reading : writing;
        if (!seats.tryAcquire() && !user.groups().contains(UserInfo.MASTERS)) {
            throw StatusException.tooManyRequests("Too many requests, please try again later.", 1);
        }
        return seats::release;
    }

    @Override
    public void close() {}
}
