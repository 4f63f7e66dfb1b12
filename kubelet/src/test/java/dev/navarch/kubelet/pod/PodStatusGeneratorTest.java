package dev.navarch.kubelet.pod;

import static dev.navarch.kubelet.pod.TestPods.exited;
import static dev.navarch.kubelet.pod.TestPods.running;
import static dev.navarch.kubelet.pod.TestPods.runtime;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.navarch.kubelet.pod.PodStatusGenerator.Verdict;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodStatusGeneratorTest {

    private static final String TWO = """
            containers:
            - {name: b, image: one}
            - {name: a, image: two}
            """;

    private final Set<String> unready = new HashSet<>();
    private final StartFailures failures = new StartFailures();
    private final PodStatusGenerator generator = new PodStatusGenerator(
            new PodStatusGenerator.Readiness() {
                @Override
                public boolean started(Pod pod, Container container, ContainerStatus status) {
                    return true;
                }

                @Override
                public boolean ready(Pod pod, Container container, ContainerStatus status) {
                    return !unready.contains(container.getName());
                }
            },
            failures,
            "docker",
            pod -> List.of("192.0.2.1"),
            TestPods::figures);

    private PodStatus status(Pod pod, PodRuntimeStatus runtime) {
        return generator.generate(pod, runtime, new PodStatus(), false, Optional.empty(), List.of());
    }

    private static PodCondition condition(PodStatus status, String type) {
        return status.getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_pod_that_has_nothing_yet_is_pending() {
        Pod pod = TestPods.pod(TWO);
        PodStatus status = status(pod, PodRuntimeStatus.none(TestPods.REF));
        assertEquals("Pending", status.getPhase());
        assertEquals(
                "ContainerCreating",
                status.getContainerStatuses().getFirst().getState().getWaiting().getReason());
        assertEquals(
                "containers with unready status: [b a]",
                condition(status, "ContainersReady").getMessage());
        assertEquals("False", condition(status, "PodReadyToStartContainers").getStatus());
        assertEquals("192.0.2.1", status.getHostIP());
        assertNull(status.getPodIP());
    }

    @Test
    void a_pod_whose_containers_run_is_running_and_ready() {
        Pod pod = TestPods.pod(TWO);
        PodStatus status = status(pod, runtime(running(pod, "a", 0), running(pod, "b", 2)));
        assertEquals("Running", status.getPhase());
        assertEquals("True", condition(status, "Ready").getStatus());
        assertEquals("10.244.0.5", status.getPodIP());
        assertEquals(
                List.of("a", "b"),
                status.getContainerStatuses().stream()
                        .map(ContainerStatus::getName)
                        .toList());
        assertEquals(2, status.getContainerStatuses().get(1).getRestartCount());
        assertEquals("docker://b-2", status.getContainerStatuses().get(1).getContainerID());
        assertEquals(1L, status.getObservedGeneration());
    }

    @Test
    void a_container_that_is_not_ready_makes_the_pod_not_ready() {
        unready.add("a");
        Pod pod = TestPods.pod(TWO);
        PodStatus status = status(pod, runtime(running(pod, "a", 0), running(pod, "b", 0)));
        assertEquals("Running", status.getPhase());
        assertEquals("ContainersNotReady", condition(status, "Ready").getReason());
        assertEquals(
                "containers with unready status: [a]",
                condition(status, "Ready").getMessage());
    }

    @Test
    void a_readiness_gate_that_nobody_has_set_keeps_the_pod_from_being_ready() {
        Pod pod = TestPods.pod("readinessGates: [{conditionType: example.com/gate}]\n" + TWO);
        PodStatus status = status(pod, runtime(running(pod, "a", 0), running(pod, "b", 0)));
        assertEquals("ReadinessGatesNotReady", condition(status, "Ready").getReason());
        assertEquals(
                "corresponding condition of pod readiness gate \"example.com/gate\" does not exist.",
                condition(status, "Ready").getMessage());
    }

    @Test
    void a_pod_that_never_restarts_ends_by_the_exit_codes() {
        Pod pod = TestPods.pod("restartPolicy: Never\n" + TWO);
        assertEquals(
                "Running",
                status(pod, runtime(exited(pod, "a", 0, 1), running(pod, "b", 0)))
                        .getPhase());
        assertEquals(
                "Failed",
                status(pod, runtime(exited(pod, "a", 0, 1), exited(pod, "b", 0, 0)))
                        .getPhase());
        PodStatus succeeded = status(pod, runtime(exited(pod, "a", 0, 0), exited(pod, "b", 0, 0)));
        assertEquals("Succeeded", succeeded.getPhase());
        assertEquals("PodCompleted", condition(succeeded, "Ready").getReason());
    }

    @Test
    void a_container_that_waits_to_be_restarted_says_why_and_how_it_ended() {
        Pod pod = TestPods.pod(TWO);
        failures.put("uid-1", "a", "CrashLoopBackOff", "back-off 10s restarting failed container=a pod=…");
        PodStatus status = status(pod, runtime(exited(pod, "a", 0, 3), running(pod, "b", 0)));
        ContainerStatus a = status.getContainerStatuses().getFirst();
        assertEquals("CrashLoopBackOff", a.getState().getWaiting().getReason());
        assertEquals(3, a.getLastState().getTerminated().getExitCode());
        assertEquals("Running", status.getPhase());
    }

    @Test
    void a_restarted_container_keeps_its_last_end() {
        Pod pod = TestPods.pod(TWO);
        PodStatus status = status(pod, runtime(running(pod, "a", 1), exited(pod, "a", 0, 7), running(pod, "b", 0)));
        ContainerStatus a = status.getContainerStatuses().getFirst();
        assertEquals(7, a.getLastState().getTerminated().getExitCode());
        assertEquals("Error", a.getLastState().getTerminated().getReason());
        assertEquals(1, a.getRestartCount());
    }

    @Test
    void a_verdict_from_outside_fails_the_pod_with_its_reason() {
        Pod pod = TestPods.pod(TWO);
        PodStatus status = generator.generate(
                pod,
                runtime(running(pod, "a", 0), running(pod, "b", 0)),
                new PodStatus(),
                false,
                Optional.of(new Verdict("Evicted", "no room")),
                List.of());
        assertEquals("Failed", status.getPhase());
        assertEquals("Evicted", status.getReason());
        assertEquals("no room", status.getMessage());
    }

    @Test
    void limits_that_a_running_container_does_not_have_yet_are_not_reported() {
        Pod before = TestPods.pod("containers: [{name: a, image: one, resources: {limits: {memory: 10Mi}}}]");
        Pod after = TestPods.pod("containers: [{name: a, image: one, resources: {limits: {memory: 20Mi}}}]");
        ContainerStatus a = status(after, runtime(running(before, "a", 0)))
                .getContainerStatuses()
                .getFirst();
        assertEquals("10485760", a.getResources().getLimits().get("memory").toString());
    }
}
