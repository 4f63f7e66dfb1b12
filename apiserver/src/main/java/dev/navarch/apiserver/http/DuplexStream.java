package dev.navarch.apiserver.http;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection after its upgrade: plain bytes both ways. Reading and writing may be two threads. */
public interface DuplexStream extends Closeable {

    /** Ends when the client closes. */
    InputStream input();

    /** Blocks while the client is slow. */
    OutputStream output();

    @Override
    void close();
}
