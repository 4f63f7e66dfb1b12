package dev.navarch.controllers;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/**
 * The API server that a test talks to, named by {@code navarch.test.kubeconfig} (system property or, in capitals with
 * underscores, environment), with the controllers under test running on it. No others may run there.
 */
public final class TestApi implements AutoCloseable {

    private final KubernetesClient client;
    private final ControllerManager manager;
    private final String namespace = "test-" + UUID.randomUUID().toString().substring(0, 8);

    private TestApi(Config config, ControllerManagerOptions options) {
        client = new KubernetesClientBuilder().withConfig(config).build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        manager = ControllerManager.start(options);
    }

    /** Starts these controllers, by upstream's names. */
    public static TestApi with(String... controllers) {
        return with(options -> {}, controllers);
    }

    public static TestApi with(Consumer<ControllerManagerOptions.Builder> further, String... controllers) {
        Config config = config();
        ControllerManagerOptions.Builder options = ControllerManagerOptions.builder(config)
                .controllers(List.of(controllers))
                .leaderElect(false)
                .rootCa("-----BEGIN CERTIFICATE-----\ntest\n-----END CERTIFICATE-----\n");
        further.accept(options);
        return new TestApi(config, options.build());
    }

    public static Config config() {
        String file = System.getProperty("navarch.test.kubeconfig", System.getenv("NAVARCH_TEST_KUBECONFIG"));
        Assumptions.assumeTrue(file != null, "navarch.test.kubeconfig names no API server");
        return Config.fromKubeconfig(new File(file));
    }

    public KubernetesClient client() {
        return client;
    }

    /** A namespace of this test's own. */
    public String namespace() {
        return namespace;
    }

    @Override
    public void close() {
        manager.close();
        client.pods().inNamespace(namespace).withGracePeriod(0).delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
