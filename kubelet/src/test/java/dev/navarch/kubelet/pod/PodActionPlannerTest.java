package dev.navarch.kubelet.pod;

import static dev.navarch.kubelet.pod.TestPods.exited;
import static dev.navarch.kubelet.pod.TestPods.running;
import static dev.navarch.kubelet.pod.TestPods.runtime;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodActionPlannerTest {

    private static final String TWO = """
            containers:
            - {name: a, image: one}
            - {name: b, image: two}
            """;
    private static final String INIT = """
            initContainers:
            - {name: first, image: one}
            - {name: second, image: one}
            containers:
            - {name: a, image: one}
            """;
    private static final String SIDECAR = """
            initContainers:
            - {name: side, image: one, restartPolicy: Always}
            containers:
            - {name: a, image: one}
            """;

    private final Set<String> dead = new HashSet<>();
    private final Set<String> starting = new HashSet<>();

    private PodActions plan(Pod pod, PodRuntimeStatus runtime) {
        return PodActionPlanner.plan(
                pod,
                runtime,
                new PodActionPlanner.ProbeResults() {
                    @Override
                    public boolean failedLiveness(RuntimeContainer container) {
                        return dead.contains(container.name());
                    }

                    @Override
                    public boolean failedStartup(RuntimeContainer container) {
                        return false;
                    }

                    @Override
                    public boolean started(RuntimeContainer container) {
                        return !starting.contains(container.name());
                    }
                },
                TestPods::figures);
    }

    private static List<String> names(List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }

    @Test
    void a_new_pod_gets_a_sandbox_and_all_its_containers() {
        PodActions actions = plan(TestPods.pod(TWO), PodRuntimeStatus.none(TestPods.REF));
        assertTrue(actions.createSandbox());
        assertEquals(0, actions.attempt());
        assertEquals(List.of("a", "b"), names(actions.containers()));
    }

    @Test
    void a_pod_that_runs_as_it_should_is_left_alone() {
        Pod pod = TestPods.pod(TWO);
        assertTrue(
                plan(pod, runtime(running(pod, "a", 0), running(pod, "b", 0))).nothing());
    }

    @Test
    void an_exited_container_starts_again_by_the_restart_policy() {
        Pod always = TestPods.pod(TWO);
        assertEquals(
                List.of("a"),
                names(plan(always, runtime(exited(always, "a", 0, 0), running(always, "b", 0)))
                        .containers()));
        Pod onFailure = TestPods.pod("restartPolicy: OnFailure\n" + TWO);
        PodRuntimeStatus mixed = runtime(exited(onFailure, "a", 0, 0), exited(onFailure, "b", 0, 1));
        assertEquals(List.of("b"), names(plan(onFailure, mixed).containers()));
        Pod never = TestPods.pod("restartPolicy: Never\n" + TWO);
        assertEquals(
                List.of(),
                names(plan(never, runtime(exited(never, "a", 0, 1), running(never, "b", 0)))
                        .containers()));
    }

    @Test
    void a_pod_whose_containers_have_all_ended_is_killed_whole() {
        Pod never = TestPods.pod("restartPolicy: Never\n" + TWO);
        PodActions actions = plan(never, runtime(exited(never, "a", 0, 0), exited(never, "b", 0, 0)));
        assertTrue(actions.killPod());
        assertEquals(List.of(), actions.containers());
    }

    @Test
    void init_containers_run_one_after_the_other_before_the_rest() {
        Pod pod = TestPods.pod(INIT);
        assertEquals(
                List.of("first"),
                names(plan(pod, PodRuntimeStatus.none(TestPods.REF)).initContainers()));
        PodActions next = plan(pod, runtime(exited(pod, "first", 0, 0)));
        assertEquals(List.of("second"), names(next.initContainers()));
        assertEquals(List.of(), names(next.containers()));
        PodActions done = plan(pod, runtime(exited(pod, "second", 0, 0), exited(pod, "first", 0, 0)));
        assertEquals(List.of("a"), names(done.containers()));
    }

    @Test
    void a_failed_init_container_ends_a_pod_that_never_restarts() {
        Pod pod = TestPods.pod("restartPolicy: Never\n" + INIT);
        assertTrue(plan(pod, runtime(exited(pod, "first", 0, 1))).killPod());
    }

    @Test
    void what_follows_a_sidecar_waits_until_that_has_started() {
        Pod pod = TestPods.pod(SIDECAR);
        starting.add("side");
        assertTrue(plan(pod, runtime(running(pod, "side", 0))).nothing());
        starting.clear();
        assertEquals(
                List.of("a"), names(plan(pod, runtime(running(pod, "side", 0))).containers()));
    }

    @Test
    void a_container_that_failed_its_liveness_probe_is_killed_and_started_again() {
        Pod pod = TestPods.pod(TWO);
        dead.add("a");
        PodActions actions = plan(pod, runtime(running(pod, "a", 0), running(pod, "b", 0)));
        assertEquals(
                "Container a failed liveness probe, will be restarted",
                actions.kills().getFirst().message());
        assertEquals(List.of("a"), names(actions.containers()));
    }

    @Test
    void a_changed_image_replaces_the_container_alone() {
        Pod before = TestPods.pod(TWO);
        Pod after = TestPods.pod(TWO.replace("image: two", "image: three"));
        PodActions actions = plan(after, runtime(running(before, "a", 0), running(before, "b", 0)));
        assertEquals(
                "Container b definition changed, will be restarted",
                actions.kills().getFirst().message());
        assertEquals(List.of("b"), names(actions.containers()));
    }

    @Test
    void changed_limits_are_set_under_the_running_container() {
        Pod before = TestPods.pod("containers: [{name: a, image: one, resources: {limits: {cpu: 100m}}}]");
        Pod after = TestPods.pod("containers: [{name: a, image: one, resources: {limits: {cpu: 200m}}}]");
        PodActions actions = plan(after, runtime(running(before, "a", 0)));
        assertEquals(List.of(), actions.kills());
        assertEquals(20_000, actions.resizes().getFirst().resources().cpuQuota());
    }

    @Test
    void a_resize_policy_may_ask_for_a_restart() {
        String spec = "containers: [{name: a, image: one, resizePolicy: [{resourceName: memory, restartPolicy:"
                + " RestartContainer}], resources: {limits: {cpu: 100m, memory: 10Mi}}}]";
        Pod before = TestPods.pod(spec);
        PodActions memory = plan(TestPods.pod(spec.replace("10Mi", "20Mi")), runtime(running(before, "a", 0)));
        assertEquals(
                "Container a resize requires restart, will be restarted",
                memory.kills().getFirst().message());
        PodActions cpu = plan(TestPods.pod(spec.replace("100m", "200m")), runtime(running(before, "a", 0)));
        assertEquals(List.of(), cpu.kills());
        assertEquals(1, cpu.resizes().size());
    }
}
