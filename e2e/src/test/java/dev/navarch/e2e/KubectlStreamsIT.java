package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes through the API server to a real container and back, with every installed kubectl: those up to 1.29 speak
 * SPDY, later ones WebSocket for exec and attach, from 1.31 on for all.
 */
@ParameterizedClass
@MethodSource("versions")
class KubectlStreamsIT {

    private static final Cluster CLUSTER = Cluster.named("streams");

    private final Path kubectl;

    KubectlStreamsIT(Path kubectl) {
        this.kubectl = kubectl;
    }

    @BeforeAll
    static void start() {
        Docker.assume();
        CLUSTER.up("--runtime", "docker");
        TestImages.build();
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: tools, labels: {app: tools}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: web
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    ports: [{containerPort: 8080}]
                  - name: talker
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done"]
                  - name: reader
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    stdin: true
                    command: [sh, -c, 'while read -r l; do echo "got $l"; done']
                  - name: once
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "if [ -f /kept/second ]; then echo second life; exec sleep 3600; fi; touch /kept/second; echo first life; exit 5"]
                    volumeMounts: [{name: kept, mountPath: /kept}]
                  volumes: [{name: kept, emptyDir: {}}]
                """);
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/tools", "--timeout=90s")
                .succeeded();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    static Stream<Path> versions() {
        return Kubectl.all().stream();
    }

    private String run(String... arguments) {
        return CLUSTER.kubectl(kubectl, "", arguments).succeeded();
    }

    private Running start(String... arguments) {
        return CLUSTER.start(Stream.concat(Stream.of(kubectl.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** As a user at a terminal: util-linux's script gives the command one. */
    private Shell.Result atTerminal(String input, String arguments) {
        return CLUSTER.shell()
                .run(input, Shell.TIMEOUT, List.of("script", "-q", "-e", "-c", kubectl + " " + arguments, "/dev/null"));
    }

    @Test
    void exec_runs_a_command_and_gives_its_exit_code() {
        assertEquals("tools\n", run("exec", "tools", "-c", "web", "--", "hostname"));
        Shell.Result failed =
                CLUSTER.kubectl(kubectl, "", "exec", "tools", "-c", "web", "--", "sh", "-c", "echo no >&2; exit 7");
        assertEquals(7, failed.exit());
        assertTrue(failed.output().contains("no\n"), failed.output());
        assertTrue(CLUSTER.kubectl(kubectl, "", "exec", "tools", "-c", "web", "--", "nothing-such")
                .failed()
                .contains("executable file not found"));
    }

    @Test
    void exec_takes_standard_input() {
        assertEquals(
                "hello",
                CLUSTER.kubectl(kubectl, "hello", "exec", "-i", "tools", "-c", "web", "--", "cat")
                        .succeeded());
        String large = "0123456789abcdef".repeat(1 << 16);
        assertEquals(
                String.valueOf(large.length()),
                CLUSTER.kubectl(kubectl, large, "exec", "-i", "tools", "-c", "web", "--", "wc", "-c")
                        .succeeded()
                        .trim());
        assertEquals(
                1 << 20,
                run("exec", "tools", "-c", "web", "--", "sh", "-c", "head -c 1048576 /dev/zero | tr '\\0' x")
                        .length());
    }

    @Test
    void exec_gives_a_terminal_when_asked() {
        Shell.Result result = atTerminal("tty; echo $((6*7)); exit 3\n", "exec -it tools -c web -- sh");
        assertTrue(result.output().contains("/dev/pts/"), result.output());
        assertTrue(result.output().contains("42"), result.output());
        assertEquals(3, result.exit(), result.output());
    }

    @Test
    void attach_connects_to_the_running_process() {
        String word = "word" + System.nanoTime();
        try (Running attached = start("attach", "-i", "tools", "-c", "reader")) {
            attached.type(word + "\n");
            attached.printed("got " + word);
        }
    }

    @Test
    void logs_are_read_with_their_options() {
        assertEquals(2, run("logs", "tools", "-c", "talker", "--tail=2").lines().count());
        assertTrue(run("logs", "tools", "-c", "talker", "--timestamps", "--tail=1")
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*line \\d+\n"));
        long recent = run("logs", "tools", "-c", "talker", "--since=2s").lines().count();
        assertTrue(recent > 0 && recent < 6, "lines of the last two seconds: " + recent);
        assertEquals(4, run("logs", "tools", "-c", "talker", "--limit-bytes=4").length());
        assertEquals("first life\n", run("logs", "tools", "-c", "once", "--previous"));
        assertEquals("second life\n", run("logs", "tools", "-c", "once"));
        assertTrue(run("logs", "-l", "app=tools", "--all-containers", "--prefix", "--tail=1")
                .contains("[pod/tools/talker] line "));
        String refused = CLUSTER.kubectl(kubectl, "", "logs", "tools", "-c", "web", "--previous")
                .failed();
        assertTrue(refused.contains("previous terminated container \"web\" in pod \"tools\" not found"), refused);
    }

    @Test
    void followed_logs_go_on() {
        try (Running logs = start("logs", "-f", "tools", "-c", "talker", "--tail=1")) {
            int first = Integer.parseInt(logs.printed("line (\\d+)\n"));
            logs.printed("line " + (first + 2) + "\n");
        }
    }

    @Test
    void cp_copies_files_and_directories_both_ways(@TempDir Path directory) throws IOException {
        Path there = Files.createDirectories(directory.resolve("there"));
        Files.writeString(there.resolve("file"), "over and back");
        Files.write(Files.createDirectories(there.resolve("sub")).resolve("zeros"), new byte[1 << 20]);
        Path back = directory.resolve("back");
        run("cp", there.toString(), "tools:/tmp/copied", "-c", "web");
        run("cp", "tools:/tmp/copied", back.toString(), "-c", "web");
        assertEquals("over and back", Files.readString(back.resolve("file")));
        assertEquals(1 << 20, Files.size(back.resolve("sub/zeros")));
        run("exec", "tools", "-c", "web", "--", "rm", "-r", "/tmp/copied");
    }

    @Test
    void port_forward_reaches_the_container() {
        try (Running forward = start("port-forward", "pod/tools", ":8080")) {
            String port = forward.printed("Forwarding from 127\\.0\\.0\\.1:(\\d+)");
            for (int i = 0; i < 3; i++) {
                String page = CLUSTER.shell()
                        .run("curl", "-s", "-m", "20", "http://127.0.0.1:" + port + "/cgi-bin/index")
                        .succeeded();
                assertTrue(page.contains("served by tools"), page);
            }
        }
        try (Running forward = start("port-forward", "pod/tools", ":7")) {
            String port = forward.printed("Forwarding from 127\\.0\\.0\\.1:(\\d+)");
            CLUSTER.shell().run("curl", "-s", "-m", "20", "http://127.0.0.1:" + port + "/");
            forward.printed("refused");
        }
    }
}
