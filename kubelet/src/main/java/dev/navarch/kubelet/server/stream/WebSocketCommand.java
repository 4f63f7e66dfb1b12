package dev.navarch.kubelet.server.stream;

import dev.navarch.kubelet.runtime.StandardStreams;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Channels over a WebSocket: the first byte of a message is the channel's number. Protocol v5 adds a message that closes
 * one channel, so that the end of stdin can be said.
 */
final class WebSocketCommand implements CommandStreams {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int RESIZE = 4;
    private static final int CLOSE = 255;
    private static final int MAX_CHUNK = 32 * 1024;

    private final ServerWebSocket socket;
    private final boolean jsonStatus;
    private final ByteQueue stdin;
    private final ByteQueue resizeBytes = new ByteQueue();
    private final Resizes resizes = new Resizes();
    private final Wanted wanted;
    private final AtomicReference<@Nullable Runnable> gone = new AtomicReference<>();
    private volatile boolean closed;
    /** The channel of a message of several frames; of the event loop. */
    private int channel = -1;

    /** The socket must be paused; this resumes it. */
    WebSocketCommand(ServerWebSocket socket, Wanted wanted) throws IOException {
        this.socket = socket;
        this.wanted = wanted;
        String protocol = socket.subProtocol() == null ? "" : socket.subProtocol();
        this.jsonStatus = protocol.startsWith("v4") || protocol.startsWith("v5");
        this.stdin = new ByteQueue(socket::pause, socket::resume);
        socket.frameHandler(this::frame);
        socket.closeHandler(v -> closed());
        socket.exceptionHandler(e -> closed());
        if (wanted.tty()) {
            Thread.ofVirtual().name("terminal-size").start(() -> resizes.follow(resizeBytes));
        }
        socket.resume();
        // The first, empty message tells the client that the streams are connected.
        send(wanted.stdout() ? STDOUT : wanted.stderr() ? STDERR : ERROR, new byte[0], 0, 0);
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isPing() || frame.isClose()) {
            return;
        }
        byte[] bytes = frame.isText()
                ? frame.textData().getBytes(StandardCharsets.ISO_8859_1)
                : frame.binaryData().getBytes();
        int from = 0;
        if (!frame.isContinuation()) {
            if (bytes.length == 0) {
                return;
            }
            channel = frame.isText() ? bytes[0] - '0' : bytes[0] & 0xff;
            from = 1;
        }
        byte[] content = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
        switch (channel) {
            case STDIN -> stdin.offer(content);
            case RESIZE -> resizeBytes.offer(content);
            case CLOSE -> {
                if (content.length > 0 && content[0] == STDIN) {
                    stdin.end();
                }
            }
            default -> {}
        }
    }

    private void closed() {
        closed = true;
        stdin.end();
        resizeBytes.end();
        Runnable action = gone.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void onGone(Runnable action) {
        gone.set(action);
        if (closed) {
            closed();
        }
    }

    @Override
    public StandardStreams standard() {
        return new StandardStreams(
                wanted.stdin() ? stdin : null,
                wanted.stdout() ? new Channel(STDOUT) : null,
                wanted.stderr() && !wanted.tty() ? new Channel(STDERR) : null,
                wanted.tty(),
                wanted.tty() ? resizes : null);
    }

    private void send(int number, byte[] bytes, int from, int length) throws IOException {
        Buffer message = Buffer.buffer(length + 1).appendByte((byte) number).appendBytes(bytes, from, length);
        Transport.await(socket.writeBinaryMessage(message));
    }

    @Override
    public void end(String json, String text) throws IOException {
        byte[] bytes = (jsonStatus ? json : text).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            send(ERROR, bytes, 0, bytes.length);
        }
    }

    @Override
    public void close() throws IOException {
        gone.set(null);
        Transport.await(socket.close((short) 1000));
    }

    private final class Channel extends OutputStream {
        private final int number;

        Channel(int number) {
            this.number = number;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int sent = 0; sent < length; sent += MAX_CHUNK) {
                send(number, bytes, from + sent, Math.min(MAX_CHUNK, length - sent));
            }
        }
    }
}
