package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The example application, from `kubectl apply` to an answer, through rollouts, scaling and a crash of the cluster. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestbookIT {

    private static final Cluster CLUSTER = Cluster.named("guestbook");
    private static final String MANIFEST =
            Cluster.HOME.resolve("examples/guestbook/guestbook.yaml").toString();

    @BeforeAll
    static void start() {
        Docker.assume();
        CLUSTER.up("--runtime", "docker");
        TestImages.build();
        CLUSTER.kubectl("apply", "-f", MANIFEST).succeeded();
        rolledOut("deployment/backend");
        rolledOut("deployment/frontend");
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static void rolledOut(String what) {
        CLUSTER.kubectl("rollout", "status", what, "--timeout=120s").succeeded();
    }

    private static String fetch(String url, String... more) {
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-s", "-m", "10"));
        command.addAll(List.of(more));
        command.add(url);
        return CLUSTER.shell().run(command.toArray(String[]::new)).output();
    }

    private static String frontendPod() {
        return CLUSTER.kubectl("get", "pods", "-l", "tier=frontend", "-o", "jsonpath={.items[0].metadata.name}")
                .succeeded();
    }

    @Test
    @Order(1)
    void the_node_port_reaches_the_front_end_and_its_back_end() {
        fetch("http://127.0.0.1:30080/cgi-bin/index", "-d", "message=hello+there");
        String page = fetch("http://127.0.0.1:30080/cgi-bin/index");
        assertTrue(page.contains("Navarch guestbook") && page.contains("hello there"), page);
        assertTrue(page.contains("1 messages in the volume"), page);
    }

    @Test
    @Order(2)
    void every_replica_answers_behind_the_service() {
        Eventually.holds("three replicas answer", () -> {
            var served = new java.util.HashSet<String>();
            for (int i = 0; i < 40; i++) {
                String page = fetch("http://127.0.0.1:30080/cgi-bin/index");
                int at = page.indexOf("served by ");
                served.add(page.substring(at, page.indexOf('<', at)));
            }
            return served.size() == 3;
        });
    }

    @Test
    @Order(3)
    void port_forward_reaches_the_service() {
        try (Running forward = CLUSTER.start(Kubectl.DEFAULT.toString(), "port-forward", "service/frontend", ":80")) {
            String port = forward.printed("Forwarding from 127\\.0\\.0\\.1:(\\d+)");
            String page = fetch("http://127.0.0.1:" + port + "/cgi-bin/index");
            assertTrue(page.contains("Navarch guestbook"), page);
        }
    }

    @Test
    @Order(4)
    void pods_reach_services_by_dns_name() {
        for (String name : List.of("backend", "backend.default", "backend.default.svc.cluster.local")) {
            String answer = CLUSTER.kubectl(
                            "exec",
                            frontendPod(),
                            "--",
                            "wget",
                            "-q",
                            "-O",
                            "-",
                            "http://" + name + "/cgi-bin/messages")
                    .succeeded();
            assertTrue(answer.contains("messages in the volume"), answer);
        }
    }

    @Test
    @Order(5)
    void a_service_account_token_opens_the_api_from_a_pod() {
        String script = "T=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token); "
                + "test -s /var/run/secrets/kubernetes.io/serviceaccount/ca.crt && "
                + "cat /var/run/secrets/kubernetes.io/serviceaccount/namespace && echo && echo ${#T}";
        List<String> lines = CLUSTER.kubectl("exec", frontendPod(), "--", "sh", "-c", script)
                .succeeded()
                .lines()
                .toList();
        assertEquals("default", lines.getFirst());
        assertTrue(Integer.parseInt(lines.get(1)) > 300, lines.toString());
    }

    @Test
    @Order(6)
    void a_changed_template_rolls_out_and_is_undone() {
        CLUSTER.kubectl("set", "env", "deployment/frontend", "EXTRA=1").succeeded();
        rolledOut("deployment/frontend");
        assertTrue(CLUSTER.kubectl("rollout", "history", "deployment/frontend")
                .succeeded()
                .contains("2"));
        CLUSTER.kubectl("rollout", "undo", "deployment/frontend").succeeded();
        rolledOut("deployment/frontend");
        assertEquals(
                "",
                CLUSTER.kubectl(
                                "get",
                                "deployment",
                                "frontend",
                                "-o",
                                "jsonpath={.spec.template.spec.containers[0].env[?(@.name=='EXTRA')].value}")
                        .succeeded());
    }

    @Test
    @Order(7)
    void scaling_adds_and_removes_replicas() {
        CLUSTER.kubectl("scale", "deployment/frontend", "--replicas=5").succeeded();
        rolledOut("deployment/frontend");
        CLUSTER.kubectl("scale", "deployment/frontend", "--replicas=2").succeeded();
        Eventually.output(
                "two pods are left",
                () -> CLUSTER.kubectl("get", "pods", "-l", "tier=frontend", "-o", "name"),
                names -> names.lines().count() == 2);
    }

    @Test
    @Order(8)
    void a_crash_of_the_cluster_leaves_containers_running() {
        String ids = "jsonpath={range .items[*]}{.status.containerStatuses[*].containerID} {end}";
        String before = CLUSTER.kubectl("get", "pods", "-o", ids).succeeded();
        CLUSTER.kill();
        String during = fetch("http://127.0.0.1:30080/cgi-bin/index");
        assertTrue(during.contains("Navarch guestbook"), during);
        CLUSTER.up();
        rolledOut("deployment/frontend");
        assertEquals(before, CLUSTER.kubectl("get", "pods", "-o", ids).succeeded());
        assertEquals(
                "0 0 0 0",
                CLUSTER.kubectl("get", "pods", "-o", "jsonpath={.items[*].status.containerStatuses[*].restartCount}")
                        .succeeded());
    }

    @Test
    @Order(9)
    void a_service_without_ready_endpoints_refuses_at_once() {
        CLUSTER.kubectl("scale", "deployment/backend", "--replicas=0").succeeded();
        Eventually.output(
                "the connection is refused",
                () -> CLUSTER.kubectl("exec", frontendPod(), "--", "wget", "-q", "-O", "-", "http://backend/"),
                output -> output.contains("refused"));
    }

    @Test
    @Order(10)
    void deleting_the_application_leaves_nothing() {
        CLUSTER.kubectl("delete", "-f", MANIFEST, "--timeout=90s").succeeded();
        Eventually.output(
                "no pods are left",
                () -> CLUSTER.kubectl("get", "pods"),
                output -> output.contains("No resources found"));
    }
}
