package dev.navarch.kubelet.runtime.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.kubelet.runtime.ContainerConfig;
import dev.navarch.kubelet.runtime.ContainerConfig.Resources;
import dev.navarch.kubelet.runtime.ContainerConfig.Security;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.LogQuery;
import dev.navarch.kubelet.runtime.PodRef;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.PodSnapshot;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import dev.navarch.kubelet.runtime.RuntimeContainer.State;
import dev.navarch.kubelet.runtime.SandboxConfig;
import dev.navarch.kubelet.runtime.SandboxStatus;
import dev.navarch.kubelet.runtime.StandardStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runtime on a real Docker with the image of BusyBox. */
class DockerRuntimeIT {

    private static final Resources UNLIMITED = new Resources(2, 100_000, 0, 0, 0, 0);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String owner = "docker-runtime-it-" + UUID.randomUUID();
    private final PodRef pod = new PodRef("ns", "pod", UUID.randomUUID().toString());
    private DockerRuntime runtime = open();
    private SandboxStatus sandbox;

    private DockerRuntime open() {
        return new DockerRuntime(URI.create("unix:///var/run/docker.sock"), owner, "10.252.0.0/24", "10m", 2);
    }

    @BeforeAll
    static void makeImage() throws Exception {
        BusyBoxImage.make();
    }

    @BeforeEach
    void startSandbox() throws ContainerRuntimeException {
        sandbox = runtime.runSandbox(new SandboxConfig(pod, 0, "pod", false, false, false, List.of(), Map.of()));
    }

    @AfterEach
    void removeAll() throws ContainerRuntimeException {
        PodRuntimeStatus left = runtime.podStatus(pod);
        for (RuntimeContainer container : left.containers()) {
            runtime.removeContainer(container.id());
        }
        for (SandboxStatus each : left.sandboxes()) {
            runtime.removeSandbox(each.id());
        }
        runtime.close();
    }

    private String start(String name, int attempt, Resources resources, String script)
            throws ContainerRuntimeException {
        String id = runtime.createContainer(new ContainerConfig(
                pod,
                sandbox.id(),
                name,
                attempt,
                "hash",
                BusyBoxImage.NAME,
                List.of("sh", "-c", script),
                List.of(),
                List.of("WHO=me"),
                "",
                List.of(),
                false,
                false,
                false,
                resources,
                new Security(
                        "",
                        List.of(),
                        false,
                        false,
                        false,
                        List.of(),
                        List.of(),
                        "runtime/default",
                        null,
                        false,
                        "container",
                        false,
                        false),
                "",
                Map.of("test", "yes")));
        runtime.startContainer(id);
        return id;
    }

    private RuntimeContainer container(String name) throws ContainerRuntimeException {
        return runtime.podStatus(pod).container(name).orElseThrow();
    }

    private RuntimeContainer awaitExit(String name) {
        return Awaitility.await().atMost(LIMIT).until(() -> container(name), RuntimeContainer::exited);
    }

    private String exec(String id, String script) throws ContainerRuntimeException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = runtime.exec(id, List.of("sh", "-c", script), StandardStreams.output(out, out));
        return code + ":" + out.toString(StandardCharsets.UTF_8).strip();
    }

    private String logs(String id, LogQuery query) throws ContainerRuntimeException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        runtime.logs(id, query, out, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void containers_of_a_pod_share_localhost_and_hostname() throws Exception {
        start("server", 0, UNLIMITED, "echo hello > /tmp/index.html; httpd -f -p 127.0.0.1:8080 -h /tmp");
        String client = start("client", 0, UNLIMITED, "sleep 1000");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> exec(client, "wget -q -O - http://127.0.0.1:8080/index.html"), "0:hello"::equals);
        assertEquals("0:pod", exec(client, "hostname"));
        assertEquals("0:" + sandbox.ips().getFirst(), exec(client, "hostname -i"));
    }

    @Test
    void exit_codes_and_reasons_are_reported() throws Exception {
        start("good", 0, UNLIMITED, "exit 0");
        start("bad", 0, UNLIMITED, "exit 7");
        assertEquals("Completed", awaitExit("good").reason());
        assertEquals(7, awaitExit("bad").exitCode());
        assertEquals("Error", container("bad").reason());
    }

    @Test
    void a_container_that_takes_more_memory_than_it_may_is_killed_for_it() throws Exception {
        start("greedy", 0, new Resources(2, 100_000, 0, 16L << 20, 0, 0), "x=aaaaaaaa; while :; do x=$x$x; done");
        RuntimeContainer end = awaitExit("greedy");
        assertEquals("OOMKilled", end.reason());
        assertEquals(137, end.exitCode());
    }

    @Test
    void logs_can_be_cut_to_their_tail_and_carry_times() throws Exception {
        String id = start("talker", 0, UNLIMITED, "for i in 1 2 3 4; do echo line $i; done");
        awaitExit("talker");
        assertEquals("line 1\nline 2\nline 3\nline 4\n", logs(id, LogQuery.tail(-1)));
        assertEquals("line 3\nline 4\n", logs(id, LogQuery.tail(2)));
        String stamped = logs(id, new LogQuery(false, 1, null, true, true, true));
        assertTrue(stamped.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z line 4\n"), stamped);
        RuntimeContainer end = container("talker");
        assertEquals("", logs(id, new LogQuery(false, -1, end.finishedAt().plusSeconds(5), false, true, true)));
    }

    @Test
    void a_command_reads_its_input_and_gives_its_exit_code() throws Exception {
        String id = start("shell", 0, UNLIMITED, "sleep 1000");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = runtime.exec(
                id,
                List.of("sh", "-c", "cat; echo $WHO; exit 5"),
                new StandardStreams(
                        new ByteArrayInputStream("in ".getBytes(StandardCharsets.UTF_8)), out, out, false, null));
        assertEquals(5, code);
        assertEquals("in me\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void limits_change_under_a_running_container() throws Exception {
        String id = start("worker", 0, new Resources(20, 100_000, 3000, 16L << 20, 0, 0), "sleep 1000");
        String pid = container("worker").startedAt().toString();
        runtime.updateResources(id, new Resources(25, 100_000, 3500, 24L << 20, 0, 0));
        RuntimeContainer now = container("worker");
        assertEquals(25, now.resources().cpuShares());
        assertEquals(3500, now.resources().cpuQuota());
        assertEquals(24L << 20, now.resources().memoryBytes());
        assertEquals(pid, now.startedAt().toString());
        runtime.updateResources(id, UNLIMITED);
        assertTrue(
                container("worker").resources().sameLimits(UNLIMITED),
                container("worker").resources()::toString);
    }

    @Test
    void another_runtime_finds_what_was_left_running() throws Exception {
        start("worker", 3, UNLIMITED, "sleep 1000");
        runtime.close();
        runtime = open();
        List<PodSnapshot> pods = runtime.pods();
        assertEquals(List.of(pod), pods.stream().map(PodSnapshot::pod).toList());
        RuntimeContainer found = container("worker");
        assertEquals(State.RUNNING, found.state());
        assertEquals(3, found.attempt());
        assertEquals("hash", found.hash());
        assertEquals("yes", found.labels().get("test"));
        assertEquals(sandbox.ips(), runtime.podStatus(pod).ips());
    }

    @Test
    void what_does_not_stop_is_killed_when_its_grace_is_over() throws Exception {
        String id = start("stubborn", 0, UNLIMITED, "trap '' TERM; while :; do sleep 1; done");
        runtime.stopContainer(id, Duration.ofSeconds(1));
        assertEquals(137, container("stubborn").exitCode());
        runtime.removeContainer(id);
        runtime.removeContainer(id);
        assertFalse(runtime.podStatus(pod).container("stubborn").isPresent());
    }
}
