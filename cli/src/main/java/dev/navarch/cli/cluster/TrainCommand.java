package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterSettings.RuntimeKind;
import dev.navarch.cli.cluster.ClusterSettings.StorageKind;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code navarch train}: what the ahead-of-time cache learns from. Starts a whole cluster on the simulated runtime, runs a
 * small application on it, and ends.
 */
@Command(name = "train", hidden = true, description = "Run the paths that the ahead-of-time cache is made for.")
public final class TrainCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--data-dir", required = true)
    private @Nullable Path dataDir;

    @Override
    public Integer call() throws InterruptedException {
        ClusterDirectory directory = ClusterDirectory.of("train", dataDir);
        ClusterSettings settings = new ClusterSettings(
                "train", freePort(), StorageKind.embedded, List.of(), RuntimeKind.simulated, false, 50);
        directory.create(settings);
        StartSteps steps = new PrintedSteps(System.out);
        try (AllInOne _ = AllInOne.start(directory, settings, steps)) {
            Config config = Config.fromKubeconfig(AllInOne.credentials(directory, settings)
                    .adminKubeconfig(settings.contextName())
                    .toFile());
            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                exercise(client);
            }
        }
        return 0;
    }

    private static void exercise(KubernetesClient client) throws InterruptedException {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("training")
                        .endMetadata()
                        .addToData("key", "value")
                        .build())
                .create();
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("training")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .withNewSelector()
                        .withMatchLabels(Map.of("app", "training"))
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("app", "training"))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("training:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .serverSideApply();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ready(client) < 2) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("the training deployment did not get ready");
            }
            Thread.sleep(100);
        }
        client.apps().deployments().inNamespace("default").withName("training").delete();
    }

    private static int ready(KubernetesClient client) {
        var deployment = client.apps()
                .deployments()
                .inNamespace("default")
                .withName("training")
                .get();
        Integer ready =
                deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
        return ready == null ? 0 : ready;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandException("no free port: " + e.getMessage(), e);
        }
    }
}
