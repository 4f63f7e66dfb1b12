package dev.navarch.kubelet.server.stream;

import dev.navarch.kubelet.server.spdy.SpdyConnection;
import dev.navarch.kubelet.server.spdy.SpdyStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwarded connections over SPDY: the client opens a pair of streams, error and data, for each. */
public final class PortForward {
    private static final Logger log = LoggerFactory.getLogger(PortForward.class);

    /** Connects to a port of the pod. */
    @FunctionalInterface
    public interface Dialer {
        ByteChannel dial(int port) throws IOException;
    }

    private final Dialer dialer;
    private final String pod;
    private final Map<String, SpdyStream> errors = new ConcurrentHashMap<>();
    private final Map<String, SpdyStream> data = new ConcurrentHashMap<>();

    /** Names the pod in messages. */
    public PortForward(Dialer dialer, String pod) {
        this.dialer = dialer;
        this.pod = pod;
    }

    /** Serves until the client hangs up. */
    public void serve(Transport transport) throws IOException, InterruptedException {
        try (transport) {
            new SpdyConnection(transport.input(), transport.output(), this::opened).run();
        }
    }

    private void opened(SpdyStream stream) {
        String request = stream.header("requestid");
        Map<String, SpdyStream> own = stream.header("streamtype").equals("error") ? errors : data;
        own.put(request, stream);
        SpdyStream errorStream = errors.get(request);
        SpdyStream dataStream = data.get(request);
        if (errorStream != null && dataStream != null) {
            errors.remove(request);
            data.remove(request);
            Thread.ofVirtual().name("port-forward-" + pod).start(() -> forward(dataStream, errorStream));
        }
    }

    private void forward(SpdyStream dataStream, SpdyStream errorStream) {
        try (OutputStream error = errorStream.output();
                OutputStream out = dataStream.output()) {
            int port = port(dataStream);
            try {
                copy(dialer.dial(port), dataStream.input(), out);
            } catch (IOException e) {
                String message = "error forwarding port " + port + " to pod " + pod + ", uid : " + e.getMessage();
                error.write(message.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("the client of a forwarded port is gone");
        }
    }

    private static int port(SpdyStream stream) throws IOException {
        try {
            return Integer.parseInt(stream.header("port"));
        } catch (NumberFormatException e) {
            throw new IOException("unable to parse port \"" + stream.header("port") + "\"", e);
        }
    }

    /** Both ways, until the pod has said all it has to say. */
    static void copy(ByteChannel connection, InputStream fromClient, OutputStream toClient) throws IOException {
        try (connection) {
            Thread up = Thread.ofVirtual().name("port-forward-up").start(() -> upload(fromClient, connection));
            byte[] buffer = new byte[32 * 1024];
            InputStream fromPod = Channels.newInputStream(connection);
            for (int n = fromPod.read(buffer); n >= 0; n = fromPod.read(buffer)) {
                toClient.write(buffer, 0, n);
                toClient.flush();
            }
            up.interrupt();
        }
    }

    private static void upload(InputStream fromClient, ByteChannel connection) {
        try {
            fromClient.transferTo(Channels.newOutputStream(connection));
            if (connection instanceof SocketChannel socket) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The other direction ends, too, and reports.
            try {
                connection.close();
            } catch (IOException closing) {
                log.atDebug().setCause(closing).log("a connection to a pod closed badly");
            }
        }
    }
}
