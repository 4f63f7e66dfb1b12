package dev.navarch.junit;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.controllers.ControllerManager;
import dev.navarch.controllers.ControllerManagerOptions;
import dev.navarch.crds.CustomResources;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server in this JVM, with memory storage, on a free port of the loopback address, and a client for it.
 * Any number may run side by side. Safe for use by many threads.
 */
public final class NavarchServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NavarchServer.class);
    private static final int START_SECONDS = 30;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final ServerFiles files;
    private final ApiServer server;
    private final Config config;
    private final KubernetesClient client;

    private NavarchServer(List<String> controllers) throws IOException {
        boolean started = false;
        try {
            files = keep(ServerFiles.create());
            server = keep(ApiServer.start(files.options(controllers)));
            keep(CustomResources.start(server));
            config = Config.fromKubeconfig(files.writeKubeconfig(server.port()).toFile());
            awaitReady();
            client = keep(new KubernetesClientBuilder().withConfig(config).build());
            if (!controllers.isEmpty()) {
                keep(ControllerManager.start(options(controllers)));
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Starts an API server alone; returns when it is ready. */
    public static NavarchServer start() {
        return start(List.of());
    }

    /**
     * Starts an API server with controllers beside it; returns when the server is ready.
     *
     * @param controllers as in {@link Navarch#controllers}
     */
    public static NavarchServer start(List<String> controllers) {
        try {
            return new NavarchServer(List.copyOf(controllers));
        } catch (IOException e) {
            throw new UncheckedIOException("the API server does not start: " + e.getMessage(), e);
        }
    }

    /** The administrator's client; closed with the server. */
    public KubernetesClient client() {
        return client;
    }

    /** The administrator's access, for clients of the test's own. */
    public Config config() {
        return config;
    }

    /** The administrator's kubeconfig, for programs such as kubectl; deleted with the server. */
    public Path kubeconfig() {
        return files.kubeconfig();
    }

    public int port() {
        return server.port();
    }

    private ControllerManagerOptions options(List<String> controllers) throws IOException {
        return ControllerManagerOptions.builder(config)
                .controllers(controllers)
                .leaderElect(false)
                .rootCa(files.authority())
                .serviceAccountKey(files.serviceAccountKey())
                .clusterSigning(files.authority(), files.authorityKey())
                .build();
    }

    private void awaitReady() {
        try {
            server.ready().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the API server does not get ready", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the API server is not ready after " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        running.push(part);
        return part;
    }

    /** Ends all of it, the last started first. What does not close is logged, not thrown. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
