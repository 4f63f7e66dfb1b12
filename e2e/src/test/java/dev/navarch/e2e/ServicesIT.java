package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Services and cluster DNS as pods and the host see them. */
class ServicesIT {

    private static final Cluster CLUSTER = Cluster.named("services");

    @BeforeAll
    static void start() {
        Docker.assume();
        CLUSTER.up("--runtime", "docker");
        TestImages.build();
        CLUSTER.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: echo}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: echo}}
                  template:
                    metadata: {labels: {app: echo}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                      - name: web
                        image: guestbook/frontend:1
                        imagePullPolicy: Never
                        command: [sh, -c, "hostname > /www/index.html; exec httpd -f -p 8080 -h /www"]
                        ports: [{name: web, containerPort: 8080}]
                        readinessProbe: {exec: {command: [sh, -c, "test ! -f /tmp/unready"]}, periodSeconds: 1, failureThreshold: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: echo}
                spec:
                  type: NodePort
                  selector: {app: echo}
                  ports: [{name: web, port: 80, targetPort: web}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: sticky}
                spec:
                  selector: {app: echo}
                  sessionAffinity: ClientIP
                  ports: [{name: web, port: 80, targetPort: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: headless}
                spec:
                  clusterIP: None
                  selector: {app: echo}
                  ports: [{name: web, port: 8080}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: nobody}
                spec:
                  selector: {app: nobody}
                  ports: [{port: 80}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: elsewhere}
                spec: {type: ExternalName, externalName: echo.default.svc.cluster.local}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sleep, "3600"]}
                """);
        CLUSTER.kubectl("rollout", "status", "deployment/echo", "--timeout=120s")
                .succeeded();
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/client", "--timeout=60s")
                .succeeded();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static Shell.Result inPod(String script) {
        return CLUSTER.kubectl("exec", "client", "--", "sh", "-c", script);
    }

    /** Which pods answered to so many requests from within a pod. */
    private static Set<String> answers(String url, int requests) {
        String script =
                "i=0; while [ $i -lt " + requests + " ]; do timeout 5 wget -q -O - " + url + "; i=$((i+1)); done";
        return new TreeSet<>(inPod(script).output().lines().toList());
    }

    private static String field(String kind, String name, String path) {
        return CLUSTER.kubectl("get", kind, name, "-o", "jsonpath={" + path + "}")
                .succeeded();
    }

    private static Set<String> podAddresses() {
        return Set.of(CLUSTER.kubectl("get", "pods", "-l", "app=echo", "-o", "jsonpath={.items[*].status.podIP}")
                .succeeded()
                .split(" "));
    }

    @Test
    void a_cluster_ip_spreads_over_all_pods() {
        Eventually.holds("three pods answer", () -> answers("http://echo/", 40).size() == 3);
    }

    @Test
    void the_host_reaches_cluster_ip_and_node_port() {
        String address = field("service", "echo", ".spec.clusterIP");
        String nodePort = field("service", "echo", ".spec.ports[0].nodePort");
        for (String url : List.of("http://" + address + "/", "http://127.0.0.1:" + nodePort + "/")) {
            String answer = CLUSTER.shell().run("curl", "-s", "-m", "5", url).succeeded();
            assertTrue(answer.startsWith("echo-"), url + ": " + answer);
        }
    }

    @Test
    void session_affinity_keeps_a_client_on_its_pod() {
        Set<String> answers = answers("http://sticky/", 20);
        assertEquals(1, answers.size(), answers.toString());
    }

    @Test
    void a_service_without_endpoints_is_refused_at_once() {
        long started = System.nanoTime();
        Shell.Result result = inPod("timeout 20 wget -q -O - http://nobody/");
        assertTrue(result.failed().contains("refused"), result.output());
        assertTrue(System.nanoTime() - started < 15_000_000_000L, "it was not refused at once but timed out");
    }

    @Test
    void an_unready_pod_gets_no_requests() {
        String pod = CLUSTER.kubectl("get", "pods", "-l", "app=echo", "-o", "jsonpath={.items[0].metadata.name}")
                .succeeded();
        CLUSTER.kubectl("exec", pod, "--", "touch", "/tmp/unready").succeeded();
        CLUSTER.kubectl("wait", "--for=condition=Ready=false", "pod/" + pod, "--timeout=30s")
                .succeeded();
        Eventually.holds("it is left out", () -> !answers("http://echo/", 40).contains(pod));
        CLUSTER.kubectl("exec", pod, "--", "rm", "/tmp/unready").succeeded();
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=30s")
                .succeeded();
        Eventually.holds("it is back", () -> answers("http://echo/", 40).contains(pod));
    }

    @Test
    void a_headless_name_has_the_addresses_of_the_pods() {
        Eventually.holds("the name has all addresses", () -> {
            String found = inPod("nslookup headless.default.svc.cluster.local").output();
            return podAddresses().stream().allMatch(found::contains);
        });
    }

    @Test
    void a_named_port_has_service_records() {
        String records = Eventually.output(
                "the service record is there",
                () -> inPod("nslookup -type=srv _web._tcp.headless.default.svc.cluster.local"),
                output -> output.contains("headless.default.svc.cluster.local") && output.contains(" 8080 "));
        assertEquals(3, records.lines().filter(l -> l.contains("service = ")).count(), records);
    }

    @Test
    void an_address_has_its_name_and_an_external_name_is_an_alias() {
        String address = field("service", "echo", ".spec.clusterIP");
        assertTrue(inPod("nslookup " + address).output().contains("echo.default.svc.cluster.local"));
        assertTrue(inPod("timeout 5 wget -q -O - http://elsewhere/").succeeded().startsWith("echo-"));
        assertFalse(
                inPod("nslookup missing.default.svc.cluster.local").exit() == 0, "a name that is not there was found");
    }

    @Test
    void changes_of_a_service_reach_its_clients() {
        CLUSTER.kubectl("expose", "deployment", "echo", "--name=changing", "--port=81", "--target-port=8080")
                .succeeded();
        Eventually.holds(
                "the new service answers",
                () -> !answers("http://changing:81/", 3).isEmpty());
        CLUSTER.kubectl(
                        "patch",
                        "service",
                        "changing",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":82}]")
                .succeeded();
        Eventually.holds(
                "the new port answers",
                () -> inPod("timeout 5 wget -q -O - http://changing:82/")
                        .output()
                        .startsWith("echo-"));
        Set<String> old = new HashSet<>(answers("http://changing:81/", 1));
        assertTrue(old.stream().noneMatch(a -> a.startsWith("echo-")), old.toString());
        CLUSTER.kubectl("delete", "service", "changing").succeeded();
        Eventually.holds(
                "the name is gone",
                () -> inPod("nslookup changing.default.svc.cluster.local").exit() != 0);
    }
}
