package dev.navarch.kubelet.server.stream;

import dev.navarch.kubelet.runtime.StandardStreams;
import dev.navarch.kubelet.server.spdy.SpdyConnection;
import dev.navarch.kubelet.server.spdy.SpdyStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Streams over SPDY: the client opens one for each of error, stdin, stdout, stderr and resize that it wants. */
final class SpdyCommand implements CommandStreams {
    private static final long OPEN_SECONDS = 30;

    private final Transport transport;
    private final SpdyConnection connection;
    private final Wanted wanted;
    private final boolean jsonStatus;
    private final Set<String> expected = new TreeSet<>();
    private final Map<String, SpdyStream> streams = new ConcurrentHashMap<>();
    private final CountDownLatch complete;
    private final Resizes resizes = new Resizes();
    private final AtomicReference<@Nullable Runnable> gone = new AtomicReference<>();
    private volatile boolean ended;

    /** @param protocol such as {@code v4.channel.k8s.io} */
    SpdyCommand(Transport transport, Wanted wanted, String protocol) throws IOException {
        this.transport = transport;
        this.wanted = wanted;
        this.jsonStatus = protocol.startsWith("v4");
        expected.add("error");
        if (wanted.stdin()) {
            expected.add("stdin");
        }
        if (wanted.stdout()) {
            expected.add("stdout");
        }
        if (wanted.stderr() && !wanted.tty()) {
            expected.add("stderr");
        }
        if (wanted.tty() && (protocol.startsWith("v3") || protocol.startsWith("v4"))) {
            expected.add("resize");
        }
        this.complete = new CountDownLatch(expected.size());
        this.connection = new SpdyConnection(transport.input(), transport.output(), this::opened);
        Thread.ofVirtual().name("spdy-command").start(this::read);
        awaitStreams();
    }

    private void opened(SpdyStream stream) {
        String type = stream.header("streamtype");
        if (expected.contains(type) && streams.putIfAbsent(type, stream) == null) {
            complete.countDown();
        }
    }

    private void read() {
        try {
            connection.run();
        } catch (IOException e) {
            // Whatever it was, the client cannot be reached any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            tellGone();
        }
    }

    private void tellGone() {
        Runnable action = gone.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    private void awaitStreams() throws IOException {
        try {
            if (!complete.await(OPEN_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("timed out waiting for client to create streams");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        SpdyStream resize = streams.get("resize");
        if (resize != null) {
            Thread.ofVirtual().name("terminal-size").start(() -> resizes.follow(resize.input()));
        }
    }

    @Override
    public StandardStreams standard() {
        return new StandardStreams(
                input("stdin"), output("stdout"), output("stderr"), wanted.tty(), wanted.tty() ? resizes : null);
    }

    private @Nullable InputStream input(String type) {
        SpdyStream stream = streams.get(type);
        return stream == null ? null : stream.input();
    }

    private @Nullable OutputStream output(String type) {
        SpdyStream stream = streams.get(type);
        return stream == null ? null : stream.output();
    }

    @Override
    public void onGone(Runnable action) {
        gone.set(action);
        if (ended) {
            tellGone();
        }
    }

    @Override
    public void end(String json, String text) throws IOException {
        OutputStream error = output("error");
        byte[] bytes = (jsonStatus ? json : text).getBytes(StandardCharsets.UTF_8);
        if (error != null && bytes.length > 0) {
            error.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        gone.set(null);
        for (SpdyStream stream : streams.values()) {
            stream.output().close();
        }
        transport.close();
    }
}
