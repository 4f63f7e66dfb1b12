package dev.navarch.controllers.scheduler;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How many pods a second are placed and bound; prints, and asserts only that all are. */
@EnabledIfSystemProperty(named = "navarch.test.throughput", matches = ".+")
class SchedulerThroughputIT {

    private static final int NODES = Integer.getInteger("navarch.test.nodes", 1000);
    private static final int PODS = Integer.getInteger("navarch.test.pods", 5000);

    @Test
    void in_process() {
        TestBed bed = new TestBed();
        for (int i = 0; i < NODES; i++) {
            bed.cluster.put(TestBed.node("node", "n" + i, "cpu=16", "memory=64Gi", "zone=z" + i % 3));
        }
        for (int i = 0; i < PODS; i++) {
            bed.cluster.put(TestBed.pod("pod", "p" + i, "cpu=100m", "memory=128Mi"));
        }
        long start = System.nanoTime();
        int placed = 0;
        for (var pod = bed.core().queue.poll();
                pod != null;
                pod = bed.core().queue.poll()) {
            bed.core().loop.schedule(pod);
            placed++;
        }
        report("in process", placed, System.nanoTime() - start);
    }

    @Test
    void against_an_api_server() throws Exception {
        try (LiveCluster cluster = new LiveCluster()) {
            parallel(NODES, i -> cluster.node("n" + i, "16", Map.of("topology.kubernetes.io/zone", "z" + i % 3)));
            parallel(PODS, i -> cluster.create(cluster.pod("p" + i, "100m")));
            long start = System.nanoTime();
            String upstream = System.getProperty("navarch.test.upstream");
            if (upstream != null) {
                // The process of upstream's scheduler, which was stopped with SIGSTOP before.
                new ProcessBuilder("kill", "-CONT", upstream).start().waitFor();
                awaitAll(cluster);
                report("upstream's scheduler", PODS, System.nanoTime() - start);
                return;
            }
            try (Scheduler _ = Scheduler.start(SchedulerOptions.of(cluster.config))) {
                awaitAll(cluster);
                report("against an API server", PODS, System.nanoTime() - start);
            }
        }
    }

    private static void awaitAll(LiveCluster cluster) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> cluster
                        .client
                        .pods()
                        .inNamespace(cluster.namespace)
                        .withField("spec.nodeName", "")
                        .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                                .withLimit(1L)
                                .build())
                        .getItems()
                        .stream()
                        .map(Pod::getMetadata)
                        .findAny()
                        .isEmpty());
    }

    private static void parallel(int count, java.util.function.IntConsumer action) throws InterruptedException {
        Semaphore turns = new Semaphore(16);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int index = i;
                turns.acquire();
                executor.execute(() -> {
                    try {
                        action.accept(index);
                    } finally {
                        turns.release();
                    }
                });
            }
        }
    }

    private static void report(String what, int pods, long nanos) {
        System.out.printf(
                "%s: %d nodes, %d pods in %.1f s: %.0f pods/s%n", what, NODES, pods, nanos / 1e9, pods / (nanos / 1e9));
    }
}
