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

    /** Creates what the YAML says; in it {@code NS} stands for this test's namespace. */
    public void create(String yaml) {
        client.resource(yaml.replace("NS", namespace)).create();
    }

    /** Waits for the service account that pods need. */
    public TestApi awaitServiceAccount() {
        org.awaitility.Awaitility.await()
                .until(() -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null);
        return this;
    }

    /** The reasons of the events about the object of that name. */
    public List<String> reasons(String name) {
        return client
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", name)
                .list()
                .getItems()
                .stream()
                .map(io.fabric8.kubernetes.api.model.Event::getReason)
                .toList();
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
