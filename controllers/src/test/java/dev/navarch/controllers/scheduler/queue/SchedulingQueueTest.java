package dev.navarch.controllers.scheduler.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.QueuedPodInfo;
import dev.navarch.controllers.scheduler.plugins.queuesort.PrioritySort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final Lister<Pod> NO_PODS = new Lister<>() {
        @Override
        public Pod get(String namespace, String name) {
            return null;
        }

        @Override
        public List<Pod> list() {
            return List.of();
        }

        @Override
        public List<Pod> list(String namespace) {
            return List.of();
        }
    };

    private final ManualClock clock = new ManualClock();
    private final SchedulingQueue queue = new SchedulingQueue(new SchedulingQueue.Settings(
            new PrioritySort(),
            Map.of(),
            new QueueingHints(List.of()),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            clock,
            NO_PODS));

    private static Pod pod(String name, int priority) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ns")
                .withUid(name)
                .endMetadata()
                .withNewSpec()
                .withPriority(priority)
                .withSchedulerName("s")
                .addNewContainer()
                .withName("c")
                .endContainer()
                .endSpec()
                .build();
    }

    private void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    @Test
    void more_important_pods_come_first_then_older_ones() {
        queue.add(pod("old", 0));
        pass(Duration.ofSeconds(1));
        queue.add(pod("young", 0));
        queue.add(pod("important", 5));
        assertEquals("ns/important", queue.poll().toString());
        assertEquals("ns/old", queue.poll().toString());
        assertEquals("ns/young", queue.poll().toString());
        assertNull(queue.poll());
    }

    @Test
    void wait_after_errors_doubles_up_to_the_maximum() {
        queue.add(pod("p", 0));
        for (int wait : new int[] {1, 2, 4, 8, 10, 10}) {
            queue.addUnschedulable(queue.poll());
            pass(Duration.ofSeconds(wait));
            assertNull(queue.poll(), "not before " + wait + " s are over");
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void rejected_pod_stays_until_five_minutes_are_over() {
        queue.add(pod("p", 0));
        QueuedPodInfo pod = queue.poll();
        pod.unschedulablePlugins().add("X");
        queue.addUnschedulable(pod);
        assertEquals(1, queue.pending().unschedulable());
        pass(Duration.ofMinutes(4));
        assertNull(queue.poll());
        pass(Duration.ofSeconds(91));
        assertNotNull(queue.poll());
    }

    @Test
    void activated_pod_comes_at_once() {
        queue.add(pod("p", 0));
        QueuedPodInfo pod = queue.poll();
        pod.unschedulablePlugins().add("X");
        queue.addUnschedulable(pod);
        queue.activate(pod.pod());
        assertNotNull(queue.poll());
    }

    @Test
    void deleted_pod_does_not_come() {
        queue.add(pod("p", 0));
        queue.delete(pod("p", 0));
        assertNull(queue.poll());
    }

    @Test
    void events_of_interest_are_those_that_a_registration_covers() {
        ClusterEvent registered = ClusterEvent.of(EventResource.POD, ActionType.DELETE, ActionType.UPDATE_POD_LABEL);
        assertTrue(registered.covers(ClusterEvent.ASSIGNED_POD_DELETE));
        assertTrue(registered.covers(ClusterEvent.of(EventResource.UNSCHEDULABLE_POD, ActionType.UPDATE_POD_LABEL)));
        assertEquals(false, registered.covers(ClusterEvent.ASSIGNED_POD_ADD));
        assertEquals(false, registered.covers(ClusterEvent.UNSCHEDULED_POD_UPDATE));
        assertTrue(ClusterEvent.UNSCHEDULABLE_TIMEOUT.covers(ClusterEvent.ASSIGNED_POD_ADD));
    }
}
