package dev.navarch.controllers;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs the controllers. {@link #start} returns at once; the controllers begin when the API server answers and, with
 * leader election, while this manager leads. Connections that break, and an API server that restarts, are waited for.
 */
public final class ControllerManager implements AutoCloseable {

    /** Upstream's program name, from which the API server takes the field manager's name. */
    private static final String USER_AGENT = "kube-controller-manager/v1.36.3 (navarch)";

    private final KubernetesClient client;
    private final ExecutorService tasks;
    private final AutoCloseable running;

    private ControllerManager(ControllerManagerOptions options) {
        tasks = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("controllers-client-", 0).factory());
        client = new KubernetesClientBuilder()
                .withConfig(clientConfig(options.client()))
                .withTaskExecutor(tasks)
                .build();
        running = options.leaderElect()
                ? LeaderElection.run(client, () -> ControllerSession.start(options, client))
                : ControllerSession.start(options, client);
    }

    public static ControllerManager start(ControllerManagerOptions options) {
        return new ControllerManager(options);
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("The controllers did not stop", e);
        } finally {
            client.close();
            tasks.shutdownNow();
        }
    }

    private static Config clientConfig(Config config) {
        return new ConfigBuilder(config)
                .withUserAgent(USER_AGENT)
                .withRequestRetryBackoffLimit(2)
                .withWatchReconnectInterval(1000)
                .withWatchReconnectLimit(-1)
                .build();
    }
}
