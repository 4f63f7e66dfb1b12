package dev.navarch.kubelet.probe;

import dev.navarch.kubelet.http.HttpGet;
import dev.navarch.kubelet.object.Ports;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.StandardStreams;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does one probing, whatever its kind. */
final class RealProber implements Prober {
    private static final int MAX_OUTPUT = 10 * 1024;

    private final ContainerRuntime runtime;
    private final GrpcHealth grpc;
    private final HttpGet http = new HttpGet("kube-probe/1.36");

    RealProber(ContainerRuntime runtime, GrpcHealth grpc) {
        this.runtime = runtime;
        this.grpc = grpc;
    }

    @Override
    public ProbeResult probe(Probe probe, Container container, String containerId, String podIp)
            throws InterruptedException {
        Duration timeout = Duration.ofSeconds(
                probe.getTimeoutSeconds() == null || probe.getTimeoutSeconds() <= 0 ? 1 : probe.getTimeoutSeconds());
        try {
            if (probe.getExec() != null) {
                return exec(containerId, probe.getExec().getCommand(), timeout);
            }
            if (probe.getHttpGet() != null) {
                return httpGet(probe.getHttpGet(), container, podIp, timeout);
            }
            if (probe.getTcpSocket() != null) {
                return tcp(probe.getTcpSocket(), container, podIp, timeout);
            }
            if (probe.getGrpc() != null) {
                return grpc(probe.getGrpc(), podIp, timeout);
            }
            return new ProbeResult.Broken("missing probe handler for container " + container.getName());
        } catch (IOException e) {
            return new ProbeResult.Failure(String.valueOf(e.getMessage()));
        }
    }

    private ProbeResult exec(String containerId, List<String> command, Duration timeout) throws InterruptedException {
        Capped output = new Capped();
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("probe-exec").start(() -> {
            try {
                exit.complete(runtime.exec(containerId, command, StandardStreams.output(output, output)));
            } catch (ContainerRuntimeException | IOException | RuntimeException e) {
                exit.completeExceptionally(e);
            }
        });
        try {
            int code = exit.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return code == 0 ? new ProbeResult.Success() : new ProbeResult.Failure(output.text());
        } catch (TimeoutException e) {
            thread.interrupt();
            return new ProbeResult.Failure("command timed out: \"" + String.join(" ", command) + "\" timed out after "
                    + timeout.toSeconds() + "s");
        } catch (ExecutionException e) {
            return new ProbeResult.Broken(
                    e.getCause() == null
                            ? e.toString()
                            : String.valueOf(e.getCause().getMessage()));
        }
    }

    private ProbeResult httpGet(HTTPGetAction action, Container container, String podIp, Duration timeout)
            throws IOException {
        String host = action.getHost() == null || action.getHost().isEmpty() ? podIp : action.getHost();
        String scheme = action.getScheme() == null ? "http" : action.getScheme().toLowerCase(Locale.ROOT);
        String path = action.getPath() == null ? "/" : action.getPath();
        int port = Ports.resolve(action.getPort(), container);
        try {
            HttpGet.Response response = http.get(scheme, host, port, path, action.getHttpHeaders(), timeout);
            boolean ok = response.status() >= 200 && response.status() < 400;
            return ok
                    ? new ProbeResult.Success()
                    : new ProbeResult.Failure("HTTP probe failed with statuscode: " + response.status());
        } catch (IOException e) {
            String url = scheme + "://" + host + ":" + port + (path.startsWith("/") ? path : "/" + path);
            return new ProbeResult.Failure("Get \"" + url + "\": " + dialError(e, host, port));
        }
    }

    private static ProbeResult tcp(TCPSocketAction action, Container container, String podIp, Duration timeout)
            throws IOException {
        String host = action.getHost() == null || action.getHost().isEmpty() ? podIp : action.getHost();
        int port = Ports.resolve(action.getPort(), container);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return new ProbeResult.Success();
        } catch (SocketTimeoutException e) {
            return new ProbeResult.Failure("dial tcp " + host + ":" + port + ": i/o timeout");
        } catch (IOException e) {
            return new ProbeResult.Failure(dialError(e, host, port));
        }
    }

    /** In the words of Go's dialer, which people search for. */
    private static String dialError(IOException e, String host, int port) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof ConnectException) {
            return "dial tcp " + host + ":" + port + ": connect: " + text.toLowerCase(Locale.ROOT);
        }
        if (e instanceof SocketTimeoutException && !text.startsWith("context")) {
            return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
        }
        return text;
    }

    private ProbeResult grpc(GRPCAction action, String podIp, Duration timeout) throws InterruptedException {
        String service = action.getService() == null ? "" : action.getService();
        return grpc.check(podIp, action.getPort(), service, timeout);
    }

    private static final class Capped extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (bytes.size() < MAX_OUTPUT) {
                bytes.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] b, int off, int len) {
            bytes.write(b, off, Math.clamp(MAX_OUTPUT - (long) bytes.size(), 0, len));
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
