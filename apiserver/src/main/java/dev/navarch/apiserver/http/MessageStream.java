package dev.navarch.apiserver.http;

import java.io.Closeable;
import java.io.IOException;

/** A WebSocket on which the server speaks. Used by one thread. */
public interface MessageStream extends Closeable {

    void writeText(byte[] utf8) throws IOException;

    void writeBinary(byte[] bytes) throws IOException;

    @Override
    void close();
}
