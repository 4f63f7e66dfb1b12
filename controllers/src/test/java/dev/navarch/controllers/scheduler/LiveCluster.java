package dev.navarch.controllers.scheduler;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * A namespace of its own on the API server that the system property {@code navarch.test.kubeconfig} names. Nothing but the
 * API server need run; nodes are objects that a test makes, labelled with the namespace so that only its pods use them.
 */
final class LiveCluster implements AutoCloseable {

    final Config config;
    final KubernetesClient client;
    final String namespace = "sched-" + UUID.randomUUID().toString().substring(0, 8);

    LiveCluster() {
        config = new ConfigBuilder(Config.fromKubeconfig(
                        Path.of(System.getProperty("navarch.test.kubeconfig")).toFile()))
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        client.namespaces()
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.serviceAccounts()
                .inNamespace(namespace)
                .resource(new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** A node without the taint that admission puts on new nodes. */
    Node node(String name, String cpu, Map<String, String> labels) {
        Node node = client.nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(namespace + "-" + name)
                        .addToLabels("test", namespace)
                        .addToLabels("kubernetes.io/hostname", name)
                        .addToLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        Map<String, Quantity> size =
                Map.of("cpu", new Quantity(cpu), "memory", new Quantity("32Gi"), "pods", new Quantity("110"));
        client.nodes()
                .withName(node.getMetadata().getName())
                .editStatus(n -> new NodeBuilder(n)
                        .editOrNewStatus()
                        .withAllocatable(size)
                        .withCapacity(size)
                        .endStatus()
                        .build());
        return client.nodes()
                .withName(node.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"taints\":null}}");
    }

    Pod pod(String name, String cpu) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("test", namespace)
                .addNewContainer()
                .withName("c")
                .withImage("pause:1")
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    Pod create(Pod pod) {
        return client.resource(pod).create();
    }

    Pod get(String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    @Override
    public void close() {
        client.pods().inNamespace(namespace).withGracePeriod(0).delete();
        client.nodes().withLabel("test", namespace).delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
