package dev.navarch.controllers.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The scheduler against a real API server. */
@EnabledIfSystemProperty(named = "navarch.test.kubeconfig", matches = ".+")
class SchedulerIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private LiveCluster cluster;
    private Scheduler scheduler;

    @BeforeEach
    void start() {
        cluster = new LiveCluster();
        scheduler = Scheduler.start(SchedulerOptions.of(cluster.config));
    }

    @AfterEach
    void stop() {
        scheduler.close();
        cluster.close();
    }

    private void awaitNode(String pod) {
        await().atMost(SOON).until(() -> cluster.get(pod).getSpec().getNodeName() != null);
    }

    private List<Event> events(String reason) {
        return cluster.client.events().v1().events().inNamespace(cluster.namespace).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    private PodCondition scheduled(String pod) {
        Pod latest = cluster.get(pod);
        return latest.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void pod_is_bound_and_the_event_says_where() {
        String node = cluster.node("a", "2", Map.of()).getMetadata().getName();
        cluster.create(cluster.pod("web", "1"));
        awaitNode("web");
        assertEquals(node, cluster.get("web").getSpec().getNodeName());
        await().atMost(SOON).until(() -> events("Scheduled").size() == 1);
        Event event = events("Scheduled").getFirst();
        assertEquals("Successfully assigned " + cluster.namespace + "/web to " + node, event.getNote());
        assertEquals("Binding", event.getAction());
        assertEquals("default-scheduler", event.getReportingController());
        assertEquals("Normal", event.getType());
    }

    @Test
    void pod_that_fits_nowhere_says_why_and_is_placed_when_room_comes() {
        cluster.node("small", "500m", Map.of());
        cluster.create(cluster.pod("big", "2"));
        await().atMost(SOON).until(() -> scheduled("big") != null);
        PodCondition condition = scheduled("big");
        assertEquals("False", condition.getStatus());
        assertEquals("Unschedulable", condition.getReason());
        await().atMost(SOON).until(() -> !events("FailedScheduling").isEmpty());
        assertEquals(
                condition.getMessage(), events("FailedScheduling").getFirst().getNote());
        assertEquals("Scheduling", events("FailedScheduling").getFirst().getAction());

        cluster.node("large", "4", Map.of());
        awaitNode("big");
        await().atMost(SOON).until(() -> "True".equals(scheduled("big").getStatus()));
    }

    @Test
    void pod_of_another_scheduler_is_left_alone() throws InterruptedException {
        cluster.node("a", "2", Map.of());
        cluster.create(new PodBuilder(cluster.pod("other", "1"))
                .editSpec()
                .withSchedulerName("somebody-else")
                .endSpec()
                .build());
        cluster.create(cluster.pod("ours", "1"));
        awaitNode("ours");
        assertNull(cluster.get("other").getSpec().getNodeName());
    }

    @Test
    void less_important_pod_makes_room() {
        cluster.node("a", "2", Map.of());
        String high = cluster.namespace + "-high";
        cluster.client
                .scheduling()
                .v1()
                .priorityClasses()
                .resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName(high)
                        .endMetadata()
                        .withValue(1000)
                        .build())
                .create();
        try {
            cluster.create(cluster.pod("low", "2"));
            awaitNode("low");
            cluster.create(new PodBuilder(cluster.pod("high", "2"))
                    .editSpec()
                    .withPriorityClassName(high)
                    .endSpec()
                    .build());
            await().atMost(SOON).until(() -> cluster.get("low").getMetadata().getDeletionTimestamp() != null);
            assertEquals(
                    "PreemptionByScheduler",
                    cluster.get("low").getStatus().getConditions().stream()
                            .filter(c -> c.getType().equals("DisruptionTarget"))
                            .findFirst()
                            .orElseThrow()
                            .getReason());
            await().atMost(SOON).until(() -> cluster.get("high").getStatus().getNominatedNodeName() != null);
            cluster.client
                    .pods()
                    .inNamespace(cluster.namespace)
                    .withName("low")
                    .withGracePeriod(0)
                    .delete();
            awaitNode("high");
            await().atMost(SOON).until(() -> events("Preempted").size() == 1);
        } finally {
            cluster.client.scheduling().v1().priorityClasses().withName(high).delete();
        }
    }

    @Test
    void restarted_scheduler_goes_on() {
        cluster.node("a", "2", Map.of());
        cluster.create(cluster.pod("first", "1"));
        awaitNode("first");
        scheduler.close();
        cluster.create(cluster.pod("second", "1"));
        cluster.create(cluster.pod("third", "1"));
        scheduler = Scheduler.start(SchedulerOptions.of(cluster.config));
        await().atMost(SOON).until(() -> !events("FailedScheduling").isEmpty());
        long placed = List.of("second", "third").stream()
                .filter(name -> cluster.get(name).getSpec().getNodeName() != null)
                .count();
        assertEquals(1, placed, "one core was left");
    }

    @Test
    void elected_scheduler_works_and_the_lease_names_it() {
        scheduler.close();
        scheduler = Scheduler.start(SchedulerOptions.of(cluster.config).withLeaderElection(true));
        cluster.node("a", "2", Map.of());
        cluster.create(cluster.pod("web", "1"));
        awaitNode("web");
    }

    /** The two properties hold shell commands that stop and start the API server. */
    @Test
    @EnabledIfSystemProperty(named = "navarch.test.apiserver.stop", matches = ".+")
    void scheduler_survives_a_restart_of_the_api_server() throws Exception {
        cluster.node("a", "2", Map.of());
        cluster.create(cluster.pod("before", "1"));
        awaitNode("before");
        shell(System.getProperty("navarch.test.apiserver.stop"));
        Thread.sleep(Duration.ofSeconds(5));
        shell(System.getProperty("navarch.test.apiserver.start"));
        await().atMost(SOON).ignoreExceptions().until(() -> cluster.create(cluster.pod("after", "1")) != null);
        awaitNode("after");
    }

    private static void shell(String command) throws Exception {
        new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
