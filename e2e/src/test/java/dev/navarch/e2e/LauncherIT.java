package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the launcher promises, on API-only clusters: they start in a moment. */
class LauncherIT {

    @Test
    void a_second_up_of_a_running_cluster_says_so_and_exits_zero() {
        try (Cluster cluster = Cluster.named("twice")) {
            cluster.up("--api-only");
            assertTrue(cluster.up("--api-only").contains("already running"));
        }
    }

    @Test
    void the_kubeconfig_is_private_and_other_contexts_stay() throws IOException {
        try (Cluster cluster = Cluster.named("config")) {
            Files.writeString(cluster.kubeconfig(), """
                    apiVersion: v1
                    kind: Config
                    current-context: mine
                    contexts:
                    - name: mine
                      context: {cluster: mine, user: me}
                    clusters:
                    - name: mine
                      cluster: {server: "https://example.invalid"}
                    users:
                    - name: me
                      user: {token: secret}
                    """);
            cluster.up("--api-only");
            String text = Files.readString(cluster.kubeconfig());
            assertFalse(text.startsWith("{"), text);
            assertTrue(text.contains("certificate-authority-data: "), text);
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.kubeconfig())));
            String contexts =
                    cluster.kubectl("config", "get-contexts", "-o", "name").succeeded();
            assertTrue(contexts.contains("mine") && contexts.contains("navarch-config"), contexts);
            assertEquals(
                    "navarch-config",
                    cluster.kubectl("config", "current-context").succeeded().trim());
            cluster.navarch("delete", "--name", "config").succeeded();
            assertEquals(
                    "mine",
                    cluster.kubectl("config", "get-contexts", "-o", "name")
                            .succeeded()
                            .trim());
        }
    }

    @Test
    void a_port_in_use_is_one_clear_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Cluster cluster = Cluster.named("port")) {
            String port = String.valueOf(taken.getLocalPort());
            String output = cluster.navarch("up", "--api-only", "--name", "port", "--port", port)
                    .failed();
            assertEquals(1, output.strip().lines().count(), output);
            assertTrue(output.contains(port), output);
        }
    }

    @Test
    void a_broken_state_directory_is_one_clear_line() throws IOException {
        try (Cluster cluster = Cluster.named("broken")) {
            cluster.up("--api-only");
            cluster.navarch("stop", "--name", "broken").succeeded();
            Files.writeString(cluster.dataDirectory().resolve("cluster.json"), "{");
            String output = cluster.navarch("up", "--name", "broken").failed();
            assertEquals(1, output.strip().lines().count(), output);
            assertTrue(output.contains("damaged"), output);
        }
    }

    @Test
    void objects_survive_stop_and_kill() {
        try (Cluster cluster = Cluster.named("durable")) {
            cluster.up("--api-only");
            cluster.kubectl("create", "configmap", "before-stop").succeeded();
            cluster.navarch("stop", "--name", "durable").succeeded();
            cluster.up();
            cluster.kubectl("create", "configmap", "before-kill").succeeded();
            cluster.kill();
            cluster.up();
            String names = cluster.kubectl("get", "configmaps", "-o", "name").succeeded();
            assertTrue(names.contains("before-stop") && names.contains("before-kill"), names);
        }
    }

    @Test
    void status_list_and_logs_tell_about_the_cluster() {
        try (Cluster cluster = Cluster.named("told")) {
            cluster.up("--api-only");
            assertTrue(cluster.navarch("status", "--name", "told").succeeded().contains("ready"));
            assertTrue(cluster.navarch("list").succeeded().contains("told"));
            assertTrue(cluster.navarch("logs", "--name", "told").succeeded().contains("serving"));
            cluster.navarch("stop", "--name", "told").succeeded();
            assertEquals(3, cluster.navarch("status", "--name", "told").exit());
        }
    }

    @Test
    void an_unknown_cluster_is_one_clear_line() {
        try (Cluster cluster = Cluster.named("unknown")) {
            String output = cluster.navarch("status", "--name", "nowhere").failed();
            assertEquals(1, output.strip().lines().count(), output);
        }
    }

    @Test
    void a_data_directory_that_is_none_is_one_clear_line() throws IOException {
        try (Cluster cluster = Cluster.named("nodir")) {
            Files.createDirectories(cluster.dataDirectory().getParent());
            Files.writeString(cluster.dataDirectory(), "a file");
            String output =
                    cluster.navarch("up", "--api-only", "--name", "nodir").failed();
            assertEquals(1, output.strip().lines().count(), output);
            assertTrue(output.contains("is not a directory"), output);
            Files.delete(cluster.dataDirectory());
        }
    }

    @Test
    void a_dead_docker_is_one_clear_line() {
        try (Cluster cluster = Cluster.named("nodocker")) {
            Shell.Result result = cluster.shell()
                    .run(
                            "env",
                            "DOCKER_HOST=unix:///nowhere/docker.sock",
                            Cluster.HOME.resolve("navarch").toString(),
                            "up",
                            "--runtime",
                            "docker",
                            "--name",
                            "nodocker",
                            "--port",
                            String.valueOf(cluster.port()));
            String output = result.failed();
            assertEquals(1, output.strip().lines().count(), output);
            assertTrue(output.contains("unix:///nowhere/docker.sock"), output);
        }
    }

    @Test
    void wrong_options_are_explained() {
        try (Cluster cluster = Cluster.named("options")) {
            String name =
                    cluster.navarch("up", "--name", "Not_A_Name", "--api-only").failed();
            assertEquals(1, name.strip().lines().count(), name);
            String etcd =
                    cluster.navarch("up", "--storage", "etcd", "--api-only").failed();
            assertEquals("navarch: --storage etcd needs --etcd-servers", etcd.strip());
            assertFalse(cluster.navarch("up", "--port", "http").failed().contains("\tat "));
        }
    }

    @Test
    void two_clusters_stand_side_by_side() {
        try (Cluster cluster = Cluster.named("first")) {
            cluster.up("--runtime", "simulated");
            String port = String.valueOf(Cluster.freePort());
            cluster.navarch("up", "--name", "second", "--port", port, "--runtime", "simulated")
                    .succeeded();
            for (String context : List.of("navarch-first", "navarch-second")) {
                cluster.kubectl("--context", context, "create", "deployment", "of-" + context, "--image=web:1")
                        .succeeded();
                cluster.kubectl("--context", context, "rollout", "status", "deployment/of-" + context, "--timeout=60s")
                        .succeeded();
                assertEquals(
                        "deployment.apps/of-" + context + "\n",
                        cluster.kubectl("--context", context, "get", "deployments", "-o", "name")
                                .succeeded());
            }
            String list = cluster.navarch("list").succeeded();
            assertTrue(list.contains("first") && list.contains("second"), list);
            cluster.navarch("delete", "--name", "second").succeeded();
            assertTrue(cluster.kubectl("--context", "navarch-first", "get", "nodes")
                    .succeeded()
                    .contains("Ready"));
        }
    }

    @Test
    void private_keys_are_private() throws IOException {
        try (Cluster cluster = Cluster.named("private")) {
            cluster.up("--api-only");
            try (Stream<Path> files = Files.walk(cluster.dataDirectory().resolve("pki"))) {
                List<Path> keys =
                        files.filter(f -> f.toString().endsWith(".key")).toList();
                assertFalse(keys.isEmpty());
                for (Path key : keys) {
                    assertEquals(
                            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)), key + "");
                }
            }
        }
    }

    @Test
    void a_memory_cluster_forgets_and_a_foreground_one_ends_with_its_terminal() {
        try (Cluster cluster = Cluster.named("memory")) {
            try (Running up = cluster.start(
                    Cluster.HOME.resolve("navarch").toString(),
                    "up",
                    "--foreground",
                    "--api-only",
                    "--storage",
                    "memory",
                    "--name",
                    "memory",
                    "--port",
                    String.valueOf(cluster.port()))) {
                up.printed("is up at https");
                cluster.kubectl("create", "configmap", "forgotten").succeeded();
            }
            assertTrue(cluster.navarch("status", "--name", "memory").failed().contains("stopped"));
            cluster.up();
            assertFalse(cluster.kubectl("get", "configmaps", "-o", "name")
                    .succeeded()
                    .contains("forgotten"));
        }
    }
}
