package dev.navarch.controllers.resourcequota;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.navarch.controllers.TestApi;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResourceQuotaIT {

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.with("serviceaccount-controller", "resourcequota-controller")
                .awaitServiceAccount();
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void what_goes_is_given_back() {
        api.create("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: all, namespace: NS}
                spec: {hard: {pods: 1, requests.cpu: 500m, configmaps: 3, count/deployments.apps: 1}}
                """);
        awaitUsed("all", Map.of("pods", "0", "requests.cpu", "0", "configmaps", "0", "count/deployments.apps", "0"));
        pod("one");
        api.create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: NS}
                """);
        awaitUsed("all", Map.of("pods", "1", "requests.cpu", "300m", "configmaps", "1", "count/deployments.apps", "0"));
        KubernetesClientException refusal = assertThrows(KubernetesClientException.class, () -> pod("two"));
        assertEquals(403, refusal.getCode());

        api.client()
                .pods()
                .inNamespace(api.namespace())
                .withName("one")
                .withGracePeriod(0)
                .delete();
        api.client()
                .configMaps()
                .inNamespace(api.namespace())
                .withName("settings")
                .delete();
        awaitUsed("all", Map.of("pods", "0", "requests.cpu", "0", "configmaps", "0", "count/deployments.apps", "0"));

        api.client()
                .resourceQuotas()
                .inNamespace(api.namespace())
                .withName("all")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"hard\":{\"secrets\":\"5\",\"pods\":null}}}");
        awaitUsed("all", Map.of("secrets", "0", "requests.cpu", "0", "configmaps", "0", "count/deployments.apps", "0"));
    }

    private static void pod(String name) {
        api.create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: NS}
                spec: {containers: [{name: main, image: one, resources: {requests: {cpu: 300m}}}]}
                """.formatted(name));
    }

    private static void awaitUsed(String quota, Map<String, String> wanted) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, Quantity> used = api.client()
                    .resourceQuotas()
                    .inNamespace(api.namespace())
                    .withName(quota)
                    .get()
                    .getStatus()
                    .getUsed();
            Map<String, Quantity> expected = new java.util.HashMap<>();
            wanted.forEach((name, amount) -> expected.put(name, new Quantity(amount)));
            assertEquals(expected, used);
        });
    }
}
