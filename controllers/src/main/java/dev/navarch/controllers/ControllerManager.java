package dev.navarch.controllers;

import dev.navarch.controllers.identity.ControllerIdentities;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Optional;
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
    private final Optional<ControllerIdentities> identities;
    private final AutoCloseable running;

    private ControllerManager(ControllerManagerOptions options) {
        tasks = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("controllers-client-", 0).factory());
        client = new KubernetesClientBuilder()
                .withConfig(clientConfig(options.client()))
                .withTaskExecutor(tasks)
                .build();
        identities = options.useServiceAccountCredentials()
                ? Optional.of(new ControllerIdentities(client, tasks))
                : Optional.empty();
        running = options.leaderElect()
                ? LeaderElection.run(client, () -> ControllerSession.start(options, client, identities))
                : ControllerSession.start(options, client, identities);
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
            identities.ifPresent(ControllerIdentities::close);
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
