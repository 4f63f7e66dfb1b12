package dev.navarch.junit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class NavarchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static ConfigMap configMap(String namespace, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    @Nested
    @Navarch
    class ForAClass {

        KubernetesClient client;

        @Test
        void fields_and_parameters_are_of_one_server(
                NavarchServer server, Config config, KubernetesClient parameter, @Kubeconfig Path kubeconfig) {
            assertEquals(client, parameter);
            assertEquals(server.client(), parameter);
            assertTrue(config.getMasterUrl().contains(":" + server.port()));
            assertEquals(
                    config.getMasterUrl(),
                    Config.fromKubeconfig(kubeconfig.toFile()).getMasterUrl());
        }

        @Test
        void the_server_is_kubernetes(KubernetesClient anywhere) {
            assertEquals("36", anywhere.getKubernetesVersion().getMinor());
            assertNotNull(anywhere.namespaces().withName("kube-system").get());
        }

        @Test
        void a_pod_needs_no_service_account_where_nobody_makes_them() {
            client.resource(new PodBuilder()
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName("alone")
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withName("main")
                            .withImage("busybox:1")
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            assertNotNull(client.pods().inNamespace("default").withName("alone").get());
        }
    }

    @Nested
    class ForAMethod {

        @Test
        @Navarch
        void the_first_has_a_server(KubernetesClient client) {
            assertNull(
                    client.configMaps().inNamespace("default").withName("mine").get());
            client.resource(configMap("default", "mine")).create();
        }

        @Test
        @Navarch
        void the_second_has_another(KubernetesClient client) {
            assertNull(
                    client.configMaps().inNamespace("default").withName("mine").get());
            client.resource(configMap("default", "mine")).create();
        }
    }

    @Nested
    @Navarch(controllers = "*")
    class WithControllers {

        @Test
        void a_namespace_is_really_deleted_with_what_is_in_it(KubernetesClient client) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("passing")
                            .endMetadata()
                            .build())
                    .create();
            client.resource(configMap("passing", "content")).create();
            client.namespaces().withName("passing").delete();
            await().atMost(PATIENCE)
                    .until(() -> client.namespaces().withName("passing").get() == null);
            assertNull(client.configMaps()
                    .inNamespace("passing")
                    .withName("content")
                    .get());
        }

        @Test
        void what_lost_its_owner_is_really_collected(KubernetesClient client) {
            ConfigMap owner = client.resource(configMap("default", "owner")).create();
            ConfigMap owned = configMap("default", "owned");
            owned.addOwnerReference(owner);
            client.resource(owned).create();
            client.resource(owner).delete();
            await().atMost(PATIENCE)
                    .until(() -> client.configMaps()
                                    .inNamespace("default")
                                    .withName("owned")
                                    .get()
                            == null);
        }
    }

    @Test
    void servers_beside_each_other_share_nothing() {
        try (NavarchServer one = NavarchServer.start();
                NavarchServer other = NavarchServer.start()) {
            assertNotEquals(one.port(), other.port());
            one.client().resource(configMap("default", "mine")).create();
            assertNull(other.client()
                    .configMaps()
                    .inNamespace("default")
                    .withName("mine")
                    .get());
        }
    }

    @Test
    void nothing_is_left_of_a_closed_server() {
        NavarchServer server = NavarchServer.start();
        Path kubeconfig = server.kubeconfig();
        Config config = server.config();
        config.setRequestRetryBackoffLimit(0);
        server.close();
        assertTrue(Files.notExists(kubeconfig.getParent()));
        try (KubernetesClient late =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThrows(
                    KubernetesClientException.class, () -> late.namespaces().list());
        }
    }
}
