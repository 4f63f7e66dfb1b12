package dev.navarch.kubelet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kubelet follows of the cluster: its pods, its Node, all Services. The watches are renewed for ever. */
final class ClusterObjects implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterObjects.class);

    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Service> services;

    ClusterObjects(KubernetesClient client, String nodeName, Consumer<Pod> updated, Consumer<Pod> removed) {
        this.pods = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", nodeName)
                .runnableInformer(0);
        this.nodes = client.nodes().withName(nodeName).runnableInformer(0);
        this.services = client.services().inAnyNamespace().runnableInformer(0);
        pods.addEventHandler(new PodHandler(updated, removed));
        forEver(pods);
        forEver(nodes);
        forEver(services);
    }

    private static <T extends HasMetadata> void forEver(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((started, e) -> {
            log.atDebug().setCause(e).log("watch interrupted");
            return true;
        });
    }

    void start() {
        nodes.start();
        services.start();
        pods.start();
    }

    boolean podsKnown() {
        return pods.hasSynced();
    }

    boolean servicesKnown() {
        return services.hasSynced();
    }

    Optional<Node> node() {
        return nodes.getStore().list().stream().findFirst();
    }

    List<Service> services() {
        return services.getStore().list();
    }

    private record PodHandler(Consumer<Pod> updated, Consumer<Pod> removed) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            pod.getMetadata().setManagedFields(List.of());
            updated.accept(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            now.getMetadata().setManagedFields(List.of());
            updated.accept(now);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            removed.accept(pod);
        }
    }

    @Override
    public void close() {
        pods.stop();
        nodes.stop();
        services.stop();
    }
}
