package dev.navarch.kubelet.container;

import dev.navarch.kubelet.http.HttpGet;
import dev.navarch.kubelet.object.Ports;
import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.StandardStreams;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Runs postStart and preStop handlers: exec, httpGet, sleep. (tcpSocket is accepted by the API and does nothing.) */
public final class LifecycleHooks {
    private static final Duration HTTP_TIMEOUT = Duration.ofMinutes(10);

    private final ContainerRuntime runtime;
    private final HttpGet http = new HttpGet("kube-lifecycle/1.36");

    public LifecycleHooks(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /** Blocks until the handler is through. @throws IOException with what went wrong, for the log */
    public void run(LifecycleHandler handler, String containerId, Container container, List<String> podIps)
            throws IOException, InterruptedException {
        if (handler.getExec() != null) {
            exec(containerId, handler.getExec().getCommand());
        } else if (handler.getHttpGet() != null) {
            get(handler.getHttpGet(), container, podIps);
        } else if (handler.getSleep() != null) {
            Thread.sleep(Duration.ofSeconds(handler.getSleep().getSeconds()));
        }
    }

    private void exec(String containerId, List<String> command) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            int code = runtime.exec(containerId, command, StandardStreams.output(out, out));
            if (code != 0) {
                throw new IOException("command '" + String.join(" ", command) + "' exited with " + code + ": "
                        + out.toString(StandardCharsets.UTF_8));
            }
        } catch (ContainerRuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private void get(HTTPGetAction action, Container container, List<String> podIps) throws IOException {
        String host = action.getHost();
        if (host == null || host.isEmpty()) {
            if (podIps.isEmpty()) {
                throw new IOException("failed to find networking container: the pod has no address");
            }
            host = podIps.getFirst();
        }
        String scheme = action.getScheme() == null ? "http" : action.getScheme();
        String path = action.getPath() == null ? "/" : action.getPath();
        int port = Ports.resolve(action.getPort(), container);
        HttpGet.Response response = http.get(scheme, host, port, path, action.getHttpHeaders(), HTTP_TIMEOUT);
        if (response.status() >= 400) {
            throw new IOException("HTTP probe failed with statuscode: " + response.status());
        }
    }
}
