package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Docker goes and comes back, and the cluster recovers by itself. The daemon is one of the test's own. */
class DockerOutageIT {

    @Test
    void pods_come_back_with_docker() throws Exception {
        Docker.assume();
        Path directory = Files.createTempDirectory("navarch-e2e-docker");
        String host = "unix://" + directory.resolve("docker.sock");
        Running daemon = daemon(directory, host);
        try (Cluster cluster = Cluster.named("outage", Map.of("DOCKER_HOST", host))) {
            Assumptions.assumeTrue(answers(cluster), () -> "SKIPPED: a second Docker daemon cannot run here");
            TestImages.build();
            Path images = directory.resolve("images.tar");
            Docker.run("save", "-o", images.toString(), TestImages.FRONTEND).succeeded();
            cluster.shell().run("docker", "load", "-i", images.toString()).succeeded();
            cluster.up("--runtime", "docker");
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: steady}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.2; done"]}
                    """);
            cluster.kubectl("wait", "--for=condition=Ready", "pod/steady", "--timeout=90s")
                    .succeeded();
            long process = cluster.pid();

            daemon.close();
            Eventually.holds("Docker is gone", () -> !answers(cluster));
            cluster.kubectl("create", "configmap", "meanwhile").succeeded();
            daemon = daemon(directory, host);
            Eventually.holds("Docker is back", () -> answers(cluster));

            Eventually.output(
                    "the container was started again",
                    () -> cluster.kubectl(
                            "get", "pod", "steady", "-o", "jsonpath={.status.containerStatuses[0].restartCount}"),
                    "1"::equals);
            cluster.kubectl("wait", "--for=condition=Ready", "pod/steady", "--timeout=90s")
                    .succeeded();
            assertEquals(
                    "alive\n",
                    cluster.kubectl("exec", "steady", "--", "echo", "alive").succeeded());
            cluster.kubectl("wait", "--for=condition=Ready", "node/outage", "--timeout=90s")
                    .succeeded();
            assertEquals(process, cluster.pid(), "the cluster's process went on");
            assertTrue(cluster.kubectl("delete", "pod", "steady", "--timeout=60s")
                    .succeeded()
                    .contains("deleted"));
        } finally {
            daemon.close();
            new Shell(Cluster.HOME, Map.of()).run("rm", "-rf", directory.toString());
        }
    }

    private static boolean answers(Cluster cluster) {
        return cluster.shell().run("docker", "version").exit() == 0;
    }

    private static Running daemon(Path directory, String host) throws Exception {
        Running daemon = Running.start(
                new Shell(directory, Map.of()),
                List.of(
                        "dockerd",
                        "--host=" + host,
                        "--data-root=" + Files.createDirectories(directory.resolve("data")),
                        "--exec-root=" + Files.createDirectories(directory.resolve("exec")),
                        "--pidfile=" + directory.resolve("docker.pid"),
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false"));
        try {
            daemon.printed("API listen on|error|failed to start");
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            // whether it answers is asked anyway
        }
        return daemon;
    }
}
