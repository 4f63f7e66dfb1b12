package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reboot leaves: objects on disk, containers that have ended, no packet rules, no mounts. */
class RebootIT {

    @Test
    void after_a_reboot_up_brings_everything_back() throws Exception {
        Docker.assume();
        try (Cluster cluster = Cluster.named("reboot")) {
            cluster.up("--runtime", "docker");
            TestImages.build();
            cluster.apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: page}
                    stringData: {index.html: from-the-secret}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web}
                    spec:
                      replicas: 2
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec:
                          terminationGracePeriodSeconds: 1
                          containers:
                          - name: web
                            image: guestbook/frontend:1
                            imagePullPolicy: Never
                            command: [httpd, -f, -p, "8080", -h, /page]
                            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
                            volumeMounts: [{name: page, mountPath: /page}]
                          volumes: [{name: page, secret: {secretName: page}}]
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: web}
                    spec:
                      type: NodePort
                      selector: {app: web}
                      ports: [{port: 80, targetPort: 8080}]
                    """);
            rolledOut(cluster);
            String port = cluster.kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}")
                    .succeeded();
            answers(cluster, port);
            String pods = cluster.kubectl("get", "pods", "-o", "name").succeeded();
            reboot(cluster);
            cluster.up();
            rolledOut(cluster);
            answers(cluster, port);
            assertEquals(pods, cluster.kubectl("get", "pods", "-o", "name").succeeded(), "the same pods");
            assertEquals(
                    "1 1",
                    cluster.kubectl(
                                    "get",
                                    "pods",
                                    "-o",
                                    "jsonpath={.items[*].status.containerStatuses[*].restartCount}")
                            .succeeded());
        }
    }

    private static void rolledOut(Cluster cluster) {
        cluster.kubectl("rollout", "status", "deployment/web", "--timeout=120s").succeeded();
        Eventually.output(
                "both are ready",
                () -> cluster.kubectl("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}"),
                "2"::equals);
    }

    private static void answers(Cluster cluster, String port) {
        Eventually.output(
                "the node port answers",
                () -> cluster.shell().run("curl", "-s", "-m", "5", "http://127.0.0.1:" + port + "/"),
                "from-the-secret"::equals);
    }

    private static void reboot(Cluster cluster) throws Exception {
        cluster.kill();
        String kubelet = cluster.dataDirectory().resolve("kubelet").toString();
        List<String> kill = new ArrayList<>(List.of("kill"));
        kill.addAll(Docker.run("ps", "-q", "--filter", "label=dev.navarch.kubelet.root=" + kubelet)
                .succeeded()
                .lines()
                .toList());
        assertTrue(kill.size() > 4, "containers run: " + kill);
        Docker.run(kill.toArray(String[]::new)).succeeded();
        for (String family : List.of("ip", "ip6", "inet")) {
            cluster.shell().run("nft", "delete", "table", family, "navarch-reboot");
        }
        for (String mount : Files.readAllLines(Path.of("/proc/mounts"))) {
            if (mount.contains(" " + kubelet + "/")) {
                cluster.shell().run("umount", "-l", mount.split(" ", -1)[1]).succeeded();
            }
        }
    }
}
