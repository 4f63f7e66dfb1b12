package dev.navarch.kubelet.server.spdy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The server's side of a connection. {@link #run} reads until the client has gone; writing is from any thread. */
public final class SpdyConnection implements AutoCloseable {
    private static final int CONTROL = 0x8000;
    private static final int VERSION = 3;
    private static final int SYN_STREAM = 1;
    private static final int SYN_REPLY = 2;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int HEADERS = 8;
    private static final int FLAG_FIN = 1;
    private static final int CANCEL = 5;
    private static final int MAX_FRAME = 16 * 1024 * 1024 - 1;
    private static final int MAX_DATA = 32 * 1024;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Consumer<SpdyStream> opened;
    private final HeaderCompression compression = new HeaderCompression();
    private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
    /** Frames are written whole. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Calls {@code opened} for each new stream from the reading thread: it must not block. */
    public SpdyConnection(InputStream in, OutputStream out, Consumer<SpdyStream> opened) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.opened = opened;
    }

    /** Reads until the other side ends the connection; then all streams have ended, too. */
    public void run() throws IOException, InterruptedException {
        try {
            while (frame()) {}
        } catch (EOFException e) {
            // The usual end: kubectl just hangs up.
            return;
        } finally {
            streams.values().forEach(s -> s.queue().fail("the connection is closed"));
            compression.close();
        }
    }

    private boolean frame() throws IOException, InterruptedException {
        int first = in.readUnsignedShort();
        int second = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length > MAX_FRAME) {
            throw new IOException("SPDY frame is too large");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        if ((first & CONTROL) == 0) {
            data(first << 16 | second, payload, flags);
            return true;
        }
        if ((first & 0x7fff) != VERSION) {
            throw new IOException("SPDY version " + (first & 0x7fff) + " is not spoken here");
        }
        return control(second, flags, payload);
    }

    private void data(int id, byte[] payload, int flags) throws InterruptedException {
        SpdyStream stream = streams.get(id);
        if (stream != null) {
            stream.queue().put(payload);
            if ((flags & FLAG_FIN) != 0) {
                stream.queue().end();
            }
        }
    }

    private boolean control(int type, int flags, byte[] payload) throws IOException {
        switch (type) {
            case SYN_STREAM -> open(payload, flags);
            case RST_STREAM -> {
                SpdyStream stream = streams.remove(integer(payload, 0));
                if (stream != null) {
                    stream.queue().fail("the stream was reset");
                }
            }
            case HEADERS, SYN_REPLY -> compression.read(tail(payload, 4));
            case PING -> write(PING, 0, payload);
            default -> {}
        }
        return type != GOAWAY;
    }

    private void open(byte[] payload, int flags) throws IOException {
        int id = integer(payload, 0);
        SpdyStream stream = new SpdyStream(this, id, compression.read(tail(payload, 10)));
        streams.put(id, stream);
        if ((flags & FLAG_FIN) != 0) {
            stream.queue().end();
        }
        reply(id);
        opened.accept(stream);
    }

    private void reply(int id) throws IOException {
        writing.lock();
        try {
            byte[] headers = compression.write(Map.of());
            byte[] payload = new byte[4 + headers.length];
            put(payload, id);
            System.arraycopy(headers, 0, payload, 4, headers.length);
            write(SYN_REPLY, 0, payload);
        } finally {
            writing.unlock();
        }
    }

    void reset(SpdyStream stream) throws IOException {
        streams.remove(stream.id());
        byte[] payload = new byte[8];
        put(payload, stream.id());
        payload[7] = CANCEL;
        write(RST_STREAM, 0, payload);
    }

    void data(int id, byte[] bytes, int from, int length, boolean last) throws IOException {
        int sent = 0;
        do {
            int n = Math.min(MAX_DATA, length - sent);
            boolean fin = last && sent + n == length;
            writing.lock();
            try {
                out.writeInt(id);
                out.writeInt((fin ? FLAG_FIN : 0) << 24 | n);
                out.write(bytes, from + sent, n);
                out.flush();
            } finally {
                writing.unlock();
            }
            sent += n;
        } while (sent < length);
    }

    private void write(int type, int flags, byte[] payload) throws IOException {
        writing.lock();
        try {
            out.writeShort(CONTROL | VERSION);
            out.writeShort(type);
            out.writeInt(flags << 24 | payload.length);
            out.write(payload);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    private static int integer(byte[] bytes, int at) throws IOException {
        if (bytes.length < at + 4) {
            throw new IOException("malformed SPDY frame");
        }
        return (bytes[at] & 0x7f) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static void put(byte[] bytes, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    private static byte[] tail(byte[] bytes, int from) throws IOException {
        if (bytes.length < from) {
            throw new IOException("malformed SPDY frame");
        }
        return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
