package dev.navarch.controllers.namespace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamespaceDeletionIT {

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with(
                "namespace-controller", "serviceaccount-controller", "root-ca-certificate-publisher-controller");
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void a_new_namespace_gets_its_service_account_and_root_certificates() {
        String name = create();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertNotNull(api.client()
                    .serviceAccounts()
                    .inNamespace(name)
                    .withName("default")
                    .get());
            assertEquals(
                    "-----BEGIN CERTIFICATE-----\ntest\n-----END CERTIFICATE-----\n",
                    api.client()
                            .configMaps()
                            .inNamespace(name)
                            .withName("kube-root-ca.crt")
                            .get()
                            .getData()
                            .get("ca.crt"));
        });
        var published = api.client().configMaps().inNamespace(name).withName("kube-root-ca.crt");
        published.edit(c ->
                new ConfigMapBuilder(c).withData(Map.of("ca.crt", "forged")).build());
        api.client().serviceAccounts().inNamespace(name).withName("default").delete();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertNotNull(api.client()
                    .serviceAccounts()
                    .inNamespace(name)
                    .withName("default")
                    .get());
            assertTrue(published.get().getData().get("ca.crt").contains("test"));
        });
        assertEquals(
                "kube-controller-manager",
                published.get().getMetadata().getManagedFields().getFirst().getManager());
        api.client().namespaces().withName(name).delete();
    }

    @Test
    void deletion_empties_the_namespace_and_waits_for_finalizers() {
        String name = create();
        api.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("kept")
                        .withNamespace(name)
                        .addToFinalizers("example.com/wait")
                        .endMetadata()
                        .build())
                .create();
        api.client().namespaces().withName(name).delete();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Namespace namespace = api.client().namespaces().withName(name).get();
            Map<String, NamespaceCondition> conditions = namespace.getStatus().getConditions().stream()
                    .collect(Collectors.toMap(NamespaceCondition::getType, c -> c));
            assertEquals("Terminating", namespace.getStatus().getPhase());
            assertEquals(5, conditions.size());
            assertEquals(
                    "Some resources are remaining: configmaps. has 1 resource instances",
                    conditions.get("NamespaceContentRemaining").getMessage());
            assertEquals(
                    "Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances",
                    conditions.get("NamespaceFinalizersRemaining").getMessage());
            assertEquals(
                    "False", conditions.get("NamespaceDeletionContentFailure").getStatus());
        });
        api.client()
                .configMaps()
                .inNamespace(name)
                .withName("kept")
                .edit(c -> new ConfigMapBuilder(c)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.client().namespaces().withName(name).get() == null);
    }

    @Test
    void custom_resources_go_with_their_namespace() {
        String plural = "t" + UUID.randomUUID().toString().substring(0, 6) + "s";
        CustomResourceDefinition crd = api.client()
                .getKubernetesSerialization()
                .unmarshal("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: %1$s.example.com}
                        spec:
                          group: example.com
                          scope: Namespaced
                          names: {plural: %1$s, singular: %1$s, kind: K%1$s, listKind: K%1$sList}
                          versions:
                          - name: v1
                            served: true
                            storage: true
                            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                        """.formatted(plural), CustomResourceDefinition.class);
        api.client().resource(crd).create();
        await().atMost(Duration.ofSeconds(20)).until(() -> isEstablished(crd));
        String name = create();
        GenericKubernetesResource object = api.client()
                .getKubernetesSerialization()
                .unmarshal(
                        "apiVersion: example.com/v1\nkind: K" + plural + "\nmetadata: {name: one, namespace: " + name
                                + "}\n",
                        GenericKubernetesResource.class);
        var objects = api.client()
                .genericKubernetesResources("example.com/v1", "K" + plural)
                .inNamespace(name);
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            api.client().resource(object).create();
            return true;
        });
        api.client().namespaces().withName(name).delete();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.client().namespaces().withName(name).get() == null);
        assertTrue(objects.list().getItems().isEmpty());
        api.client().resource(crd).delete();
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return api.client().resource(crd).get().getStatus().getConditions().stream()
                .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private String create() {
        String name = "ns-" + UUID.randomUUID().toString().substring(0, 8);
        api.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }
}
