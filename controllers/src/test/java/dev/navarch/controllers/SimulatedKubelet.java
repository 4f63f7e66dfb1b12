package dev.navarch.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Plays what a kubelet would write: pods of a namespace that it accepts become running and ready, and those that are
 * deleted go.
 */
public final class SimulatedKubelet implements AutoCloseable {

    private final KubernetesClient client;
    private final Predicate<Pod> accepts;
    private final SharedIndexInformer<Pod> informer;
    private final AtomicInteger address = new AtomicInteger();

    public SimulatedKubelet(KubernetesClient client, String namespace, Predicate<Pod> accepts) {
        this.client = client;
        this.accepts = accepts;
        this.informer = client.pods().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                run(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                run(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    private void run(Pod pod) {
        if (pod.isMarkedForDeletion()) {
            client.resource(pod).withGracePeriod(0).delete();
            return;
        }
        boolean pending =
                pod.getStatus() == null || !"Running".equals(pod.getStatus().getPhase());
        if (pending && accepts.test(pod)) {
            ready(client, pod, "10.1.2." + address.incrementAndGet());
        }
    }

    public static void ready(KubernetesClient client, Pod pod, String ip) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            client.resource(new PodBuilder(pod)
                            .editMetadata()
                            .withResourceVersion(null)
                            .endMetadata()
                            .editOrNewStatus()
                            .withPhase("Running")
                            .withPodIP(ip)
                            .addNewPodIP(ip)
                            .withConditions(new PodConditionBuilder()
                                    .withType("Ready")
                                    .withStatus("True")
                                    .withLastTransitionTime(now)
                                    .build())
                            .endStatus()
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
