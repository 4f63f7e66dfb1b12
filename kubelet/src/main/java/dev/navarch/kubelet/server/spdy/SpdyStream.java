package dev.navarch.kubelet.server.spdy;

import dev.navarch.kubelet.server.stream.ByteQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** One stream of a connection, opened by the client. */
public final class SpdyStream {
    private final SpdyConnection connection;
    private final int id;
    private final Map<String, String> headers;
    private final ByteQueue input = new ByteQueue();
    private final OutputStream output = new Output();

    SpdyStream(SpdyConnection connection, int id, Map<String, String> headers) {
        this.connection = connection;
        this.id = id;
        this.headers = Map.copyOf(headers);
    }

    int id() {
        return id;
    }

    /** A header that the client opened it with, by lower-case name; empty when there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public InputStream input() {
        return input;
    }

    ByteQueue queue() {
        return input;
    }

    /** Closing it ends our side; the client may go on sending. */
    public OutputStream output() {
        return output;
    }

    /** Ends both sides at once. */
    public void reset() throws IOException {
        input.close();
        connection.reset(this);
    }

    private final class Output extends OutputStream {
        private boolean closed;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (closed) {
                throw new IOException("stream closed");
            }
            connection.data(id, bytes, from, length, false);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                connection.data(id, new byte[0], 0, 0, true);
            }
        }
    }
}
