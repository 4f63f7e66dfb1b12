package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;

/** Waits until a node says that it is Ready. */
final class NodeReadiness {

    private static final int PAUSE_MILLIS = 100;

    private NodeReadiness() {}

    static void await(Config config, String name, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            while (!isReady(client, name)) {
                if (System.nanoTime() > deadline) {
                    throw new CommandException("the node \"" + name + "\" is not Ready after " + timeout.toSeconds()
                            + " s: " + reason(client, name));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static boolean isReady(KubernetesClient client, String name) {
        try {
            Node node = client.nodes().withName(name).get();
            return node != null
                    && node.getStatus() != null
                    && node.getStatus().getConditions().stream()
                            .anyMatch(c ->
                                    c.getType().equals("Ready") && c.getStatus().equals("True"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static String reason(KubernetesClient client, String name) {
        try {
            Node node = client.nodes().withName(name).get();
            return node == null
                    ? "it is not registered"
                    : node.getStatus().getConditions().stream()
                            .filter(c -> c.getType().equals("Ready"))
                            .map(c -> c.getMessage())
                            .findFirst()
                            .orElse("it has no status");
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
