package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after the process was killed in the middle of a load. */
class CrashIT {

    private static final int WRITERS = 8;

    @Test
    void no_acknowledged_write_is_lost() throws InterruptedException {
        try (Cluster cluster = Cluster.named("crash")) {
            cluster.up("--api-only");
            Set<String> acknowledged = Collections.synchronizedSet(new TreeSet<>());
            for (int round = 0; round < 3; round++) {
                List<Thread> writers = new ArrayList<>();
                for (int w = 0; w < WRITERS; w++) {
                    String prefix = "r" + round + "w" + w + "-";
                    writers.add(Thread.ofVirtual().start(() -> write(cluster, prefix, acknowledged)));
                }
                Thread.sleep(1500);
                cluster.kill();
                for (Thread writer : writers) {
                    writer.join(30_000);
                }
                cluster.up();
            }
            try (KubernetesClient client = cluster.client()) {
                Set<String> stored = client.configMaps().inNamespace("default").list().getItems().stream()
                        .map(c -> c.getMetadata().getName())
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<String> lost = new TreeSet<>(acknowledged);
                lost.removeAll(stored);
                assertEquals(Set.of(), lost);
                assertEquals(true, acknowledged.size() > 100, "writes were acknowledged: " + acknowledged.size());
            }
        }
    }

    private static void write(Cluster cluster, String prefix, Set<String> acknowledged) {
        try (KubernetesClient client = cluster.client()) {
            client.getConfiguration().setRequestRetryBackoffLimit(0);
            for (int i = 0; i < 5000; i++) {
                ConfigMap created = client.resource(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName(prefix + i)
                                .endMetadata()
                                .addToData("n", String.valueOf(i))
                                .build())
                        .create();
                acknowledged.add(created.getMetadata().getName());
            }
        } catch (KubernetesClientException e) {
            // the server was killed: what counts is what was acknowledged before
        }
    }
}
