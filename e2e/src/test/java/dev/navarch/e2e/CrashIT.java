package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after the process was killed in the middle of a load. */
class CrashIT {

    private static final int WRITERS = 6;
    private static final int ROUNDS = 3;
    private static final int WRITES_BEFORE_KILL = 300;

    @Test
    void no_acknowledged_write_is_lost() throws InterruptedException {
        try (Cluster cluster = Cluster.named("crash")) {
            cluster.up("--api-only");
            List<Writer> writers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                String prefix = "r" + round + "w";
                List<Writer> active = IntStream.range(0, WRITERS)
                        .mapToObj(i -> new Writer(cluster, prefix + i))
                        .toList();
                List<Thread> threads =
                        active.stream().map(Thread.ofVirtual()::start).toList();
                Eventually.holds(
                        "writes are acknowledged",
                        () -> active.stream().mapToInt(Writer::acknowledged).sum() >= WRITES_BEFORE_KILL);
                cluster.kill();
                for (Thread thread : threads) {
                    thread.join(60_000);
                }
                writers.addAll(active);
                cluster.up();
            }
            Map<String, ConfigMap> stored;
            try (KubernetesClient client = cluster.client()) {
                stored = client.configMaps().inNamespace("default").list().getItems().stream()
                        .collect(Collectors.toMap(c -> c.getMetadata().getName(), c -> c));
            }
            writers.forEach(w -> w.check(stored));
        }
    }

    /** Creates objects, deletes some of them and counts up in another, until the server is gone. */
    private static final class Writer implements Runnable {

        private final Cluster cluster;
        private final String name;
        private final Set<String> created = new TreeSet<>();
        private final Set<String> deleted = new TreeSet<>();
        private String uncertain = "";
        private int counted;
        private volatile int acknowledged;

        Writer(Cluster cluster, String name) {
            this.cluster = cluster;
            this.name = name;
        }

        int acknowledged() {
            return acknowledged;
        }

        @Override
        public void run() {
            var config = io.fabric8.kubernetes.client.Config.fromKubeconfig(
                    cluster.kubeconfig().toFile());
            config.setRequestRetryBackoffLimit(0);
            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                client.resource(configMap(name)).create();
                for (int i = 1; i < 100_000; i++) {
                    write(client, i);
                }
            } catch (KubernetesClientException e) {
                // the server was killed: what counts is what was acknowledged before
            }
        }

        private void write(KubernetesClient client, int i) {
            String object = name + "-" + i;
            client.resource(configMap(object)).create();
            created.add(object);
            client.configMaps()
                    .inNamespace("default")
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"n\":\"" + i + "\"}}");
            counted = i;
            acknowledged += 2;
            if (i % 3 == 0) {
                uncertain = object;
                client.configMaps().inNamespace("default").withName(object).delete();
                deleted.add(object);
            }
        }

        private static ConfigMap configMap(String name) {
            return new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace("default")
                    .withName(name)
                    .endMetadata()
                    .addToData("n", "0")
                    .build();
        }

        /** One write may have been on its way: it may be there or not. */
        void check(Map<String, ConfigMap> stored) {
            Set<String> lost = new TreeSet<>(created);
            lost.removeAll(deleted);
            lost.remove(uncertain);
            lost.removeAll(stored.keySet());
            assertEquals(Set.of(), lost, "created and acknowledged, but not there");
            Map<String, ConfigMap> back = new TreeMap<>(stored);
            back.keySet().retainAll(deleted);
            assertEquals(Set.of(), back.keySet(), "deleted and acknowledged, but there");
            int n = Integer.parseInt(stored.get(name).getData().get("n"));
            assertTrue(n == counted || n == counted + 1, name + " was counted to " + counted + " but is " + n);
        }
    }
}
