package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.examples.website.WebsiteReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import org.junit.jupiter.api.Test;

/** The example operator reconciles its own resource on a cluster with real containers. */
class OperatorIT {

    @Test
    void a_website_becomes_pods_and_goes_with_its_owner() {
        Docker.assume();
        try (Cluster cluster = Cluster.named("operator")) {
            cluster.up("--runtime", "docker");
            TestImages.build();
            String crd = Cluster.HOME
                    .resolve("examples/operator/target/classes/META-INF/fabric8/websites.examples.navarch.dev-v1.yml")
                    .toString();
            cluster.kubectl("apply", "-f", crd).succeeded();
            cluster.kubectl("wait", "--for=condition=Established", "crd/websites.examples.navarch.dev", "--timeout=30s")
                    .succeeded();
            try (KubernetesClient client = cluster.client()) {
                Operator operator = new Operator(overrider -> overrider.withKubernetesClient(client));
                operator.register(new WebsiteReconciler());
                operator.start();
                try {
                    String manifest = Cluster.HOME
                            .resolve("examples/operator/website.yaml")
                            .toString();
                    cluster.kubectl("apply", "-f", manifest).succeeded();
                    Eventually.output(
                            "the website is ready",
                            () -> cluster.kubectl("get", "websites", "hello", "-o", "jsonpath={.status.readyReplicas}"),
                            "2"::equals);
                    assertTrue(cluster.kubectl("get", "web").succeeded().contains("hello.default.svc"));
                    String refused = cluster.kubectl(
                                    "patch", "website", "hello", "--type=merge", "-p", "{\"spec\":{\"replicas\":11}}")
                            .failed();
                    assertTrue(refused.contains("spec.replicas"), refused);
                    cluster.kubectl("delete", "website", "hello").succeeded();
                    Eventually.output(
                            "what it owned is gone",
                            () -> cluster.kubectl("get", "deployments,services,configmaps", "-o", "name"),
                            names -> !names.contains("hello"));
                } finally {
                    operator.stop();
                }
            }
            cluster.kubectl("delete", "crd", "websites.examples.navarch.dev").succeeded();
            assertEquals(1, cluster.kubectl("get", "websites").exit(), "the resource is not served any more");
        }
    }
}
