package dev.navarch.apiserver.http;

import java.io.Closeable;
import java.io.IOException;

/** An answer sent piece by piece. Used by one thread. */
public interface ResponseStream extends Closeable {

    /** Sends status and headers now, before there is anything to say. */
    void flushHead() throws IOException;

    /**
     * Sends the bytes, waiting while the client is slow.
     *
     * @throws IOException when the client is gone, or takes nothing for too long
     */
    void write(byte[] bytes) throws IOException;

    /** Ends the answer properly; nothing happens when the client is gone. */
    @Override
    void close();

    /** Breaks the answer off, so that the client knows that it is not whole. */
    void abort();
}
