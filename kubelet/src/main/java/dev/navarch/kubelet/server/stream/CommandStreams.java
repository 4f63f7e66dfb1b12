package dev.navarch.kubelet.server.stream;

import dev.navarch.kubelet.runtime.StandardStreams;
import java.io.Closeable;
import java.io.IOException;

/** The client's end of an exec or attach. */
public interface CommandStreams extends Closeable {

    /** What the client asked to be connected with. */
    record Wanted(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

    StandardStreams standard();

    /**
     * Tells how it ended, as the protocol does.
     *
     * @param json a Status
     * @param text the same for protocols from before there was a Status; empty for success
     */
    void end(String json, String text) throws IOException;

    /** Called, at most once, when the client has gone before the end. */
    void onGone(Runnable action);
}
