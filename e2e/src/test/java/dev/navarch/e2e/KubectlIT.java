package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects made, looked at, changed and deleted with every installed kubectl, each test in a namespace of its own. */
@ParameterizedClass
@MethodSource("versions")
class KubectlIT {

    private static final Cluster CLUSTER = Cluster.named("kubectl");
    private static int namespaces;

    private final Path kubectl;
    private String namespace = "";

    KubectlIT(Path kubectl) {
        this.kubectl = kubectl;
    }

    @BeforeAll
    static void start() {
        CLUSTER.up("--runtime", "simulated");
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    static Stream<Path> versions() {
        return Kubectl.all().stream();
    }

    @BeforeEach
    void createNamespace() {
        namespace = "test-" + namespaces++;
        CLUSTER.kubectl(kubectl, "", "create", "namespace", namespace).succeeded();
    }

    @AfterEach
    void deleteNamespace() {
        CLUSTER.kubectl(kubectl, "", "delete", "namespace", namespace, "--wait=false")
                .succeeded();
    }

    private Shell.Result kubectl(String input, String... arguments) {
        return CLUSTER.kubectl(
                kubectl,
                input,
                Stream.concat(Stream.of("--namespace", namespace), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private String run(String... arguments) {
        return kubectl("", arguments).succeeded();
    }

    private String fails(String... arguments) {
        return kubectl("", arguments).failed();
    }

    private String field(String what, String path) {
        return run("get", what, "-o", "jsonpath={" + path + "}");
    }

    private void deploy(String name, int replicas) {
        run("create", "deployment", name, "--image=web:1", "--replicas=" + replicas);
        run("rollout", "status", "deployment/" + name, "--timeout=90s");
    }

    @Test
    void get_and_describe_show_what_is_there() {
        deploy("web", 2);
        String table = run("get", "deployments", "-o", "wide");
        assertTrue(
                table.matches("(?s)NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\n"
                        + "web +2/2 +2 +2 +\\S+ +web +web:1 +app=web\n"),
                table);
        String all = run("get", "all");
        for (String part : List.of("pod/web-", "deployment.apps/web ", "replicaset.apps/web-")) {
            assertTrue(all.contains(part), all);
        }
        assertTrue(run("get", "services", "-A").contains("kubernetes"));
        assertTrue(
                run("get", "pods", "--show-labels", "--sort-by=.metadata.name").contains("app=web,pod-template-hash="));
        assertEquals("deployment.apps/web\n", run("get", "deployments", "-o", "name"));
        assertTrue(run("get", "deployment", "web", "-o", "yaml").contains("\n  replicas: 2\n"));
        assertEquals("REPLICAS\n2\n", run("get", "deployment", "web", "-o", "custom-columns=REPLICAS:.spec.replicas"));
        assertEquals("web", run("get", "deployment", "web", "-o", "go-template={{.metadata.name}}"));
        assertEquals(
                2,
                run("get", "pods", "-l", "app=web", "--field-selector=status.phase=Running", "--no-headers")
                        .lines()
                        .count());
        assertEquals("No resources found in " + namespace + " namespace.\n", run("get", "pods", "-l", "app!=web"));
        String described = run("describe", "deployment", "web");
        assertTrue(described.contains("2 desired | 2 updated | 2 total | 2 available | 0 unavailable"), described);
        assertTrue(described.contains("ScalingReplicaSet"), described);
        String pod = run("describe", "pods");
        assertTrue(pod.contains("Controlled By:  ReplicaSet/web-") && pod.contains("Scheduled"), pod);
        String node = run("describe", "node");
        assertTrue(node.contains("KubeletReady") && node.contains("Allocated resources:"), node);
        assertTrue(run("get", "events").contains("Successfully assigned " + namespace + "/web-"));
    }

    @Test
    void get_watch_shows_changes_as_they_come() {
        try (Running watch = CLUSTER.start(
                kubectl.toString(),
                "--namespace",
                namespace,
                "get",
                "configmaps",
                "--watch",
                "--output-watch-events")) {
            watch.printed("ADDED +kube-root-ca.crt");
            run("create", "configmap", "seen");
            watch.printed("ADDED +seen");
            run("delete", "configmap", "seen");
            watch.printed("DELETED +seen");
        }
    }

    @Test
    void objects_are_created_changed_and_deleted() {
        run("create", "configmap", "a", "--from-literal=a=1");
        assertTrue(fails("create", "configmap", "a").contains("configmaps \"a\" already exists"));
        run("patch", "configmap", "a", "--type=merge", "-p", "{\"data\":{\"b\":\"2\"}}");
        run("patch", "configmap", "a", "--type=json", "-p", "[{\"op\":\"add\",\"path\":\"/data/c\",\"value\":\"3\"}]");
        run("patch", "configmap", "a", "-p", "{\"data\":{\"a\":null}}");
        run("label", "configmap", "a", "tier=test");
        run("annotate", "configmap", "a", "note=yes");
        assertEquals("{\"b\":\"2\",\"c\":\"3\"}", field("configmap/a", ".data"));
        assertEquals("test yes", field("configmap/a", ".metadata.labels.tier} {.metadata.annotations.note"));
        assertTrue(run("get", "configmaps", "-l", "tier in (test)").contains("a "));
        String replaced = run("get", "configmap", "a", "-o", "yaml").replace("c: \"3\"", "c: \"4\"");
        assertEquals(
                "configmap/a replaced\n",
                kubectl(replaced, "replace", "-f", "-").succeeded());
        String conflict = kubectl(replaced, "replace", "-f", "-").failed();
        assertTrue(conflict.contains("the object has been modified; please apply your changes"), conflict);
        assertEquals("configmap \"a\" deleted", run("delete", "configmap", "a").split("( from|\n)", 2)[0]);
        assertTrue(fails("get", "configmap", "a").contains("configmaps \"a\" not found"));
        assertEquals("", run("delete", "configmap", "a", "--ignore-not-found"));
    }

    @Test
    void apply_creates_changes_and_leaves_alone() {
        String manifest = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: applied}
                data: {one: '1', two: '2'}
                """;
        assertEquals(
                "configmap/applied created\n",
                kubectl(manifest, "apply", "-f", "-").succeeded());
        assertEquals(
                "configmap/applied unchanged\n",
                kubectl(manifest, "apply", "-f", "-").succeeded());
        run("patch", "configmap", "applied", "--type=merge", "-p", "{\"data\":{\"other\":\"kept\"}}");
        String changed = manifest.replace(", two: '2'", "");
        Shell.Result diff = kubectl(changed, "diff", "-f", "-");
        assertEquals(1, diff.exit(), diff.output());
        assertTrue(diff.output().contains("-  two: \"2\""), diff.output());
        assertEquals(
                "configmap/applied configured (server dry run)\n",
                kubectl(changed, "apply", "--dry-run=server", "-f", "-").succeeded());
        assertEquals(
                "configmap/applied configured\n",
                kubectl(changed, "apply", "-f", "-").succeeded());
        assertEquals("{\"one\":\"1\",\"other\":\"kept\"}", field("configmap/applied", ".data"));
        assertEquals(0, kubectl(changed, "diff", "-f", "-").exit());
        String misspelt = changed.replace("\ndata:", "\ndota:");
        String unknown = kubectl(misspelt, "apply", "-f", "-").failed();
        assertTrue(unknown.contains("unknown field \"dota\""), unknown);
        kubectl(changed, "delete", "-f", "-").succeeded();
    }

    @Test
    void server_side_apply_reports_conflicts() {
        String one = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: shared}
                data: {key: one}
                """;
        String two = one.replace("key: one", "key: two");
        assertEquals(
                "configmap/shared serverside-applied\n",
                kubectl(one, "apply", "--server-side", "--field-manager=one", "-f", "-")
                        .succeeded());
        String conflict = kubectl(two, "apply", "--server-side", "--field-manager=two", "-f", "-")
                .failed();
        assertTrue(conflict.contains("conflict with \"one\": .data.key"), conflict);
        kubectl(two, "apply", "--server-side", "--force-conflicts", "--field-manager=two", "-f", "-")
                .succeeded();
        assertEquals("two", field("configmap/shared", ".data.key"));
        assertTrue(run("get", "configmap", "shared", "-o", "yaml", "--show-managed-fields")
                .contains("manager: two"));
    }

    @Test
    void edit_stores_what_the_editor_wrote() {
        run("create", "configmap", "edited", "--from-literal=word=before");
        CLUSTER.shell()
                .run(
                        "env",
                        "KUBE_EDITOR=sed -i s/before/after/",
                        kubectl.toString(),
                        "--namespace",
                        namespace,
                        "edit",
                        "configmap",
                        "edited")
                .succeeded();
        assertEquals("after", field("configmap/edited", ".data.word"));
    }

    @Test
    void a_deployment_rolls_out_is_scaled_and_undone() {
        deploy("web", 2);
        run("set", "image", "deployment/web", "web=web:2");
        assertTrue(run("rollout", "status", "deployment/web", "--timeout=90s").contains("successfully rolled out"));
        assertTrue(run("rollout", "history", "deployment/web")
                .matches("(?s).*REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>\n.*"));
        assertTrue(run("rollout", "history", "deployment/web", "--revision=2").contains("web:2"));
        run("rollout", "undo", "deployment/web");
        run("rollout", "status", "deployment/web", "--timeout=90s");
        assertEquals("web:1", field("deployment/web", ".spec.template.spec.containers[0].image"));
        assertTrue(run("rollout", "history", "deployment/web").contains("3 "));
        String before = field("pods", ".items[*].metadata.uid");
        run("rollout", "restart", "deployment/web");
        run("rollout", "status", "deployment/web", "--timeout=90s");
        assertNotEquals(before, field("pods", ".items[*].metadata.uid"));
        run("rollout", "pause", "deployment/web");
        run("set", "image", "deployment/web", "web=web:3");
        assertTrue(fails("rollout", "undo", "deployment/web").contains("paused"));
        run("rollout", "resume", "deployment/web");
        run("rollout", "status", "deployment/web", "--timeout=90s");
        run("scale", "deployment/web", "--replicas=4", "--current-replicas=2");
        run("wait", "--for=jsonpath={.status.readyReplicas}=4", "deployment/web", "--timeout=60s");
        run("scale", "deployment/web", "--replicas=0");
        run("wait", "--for=delete", "pods", "-l", "app=web", "--timeout=60s");
    }

    @Test
    void wait_returns_when_the_condition_holds() {
        run("create", "deployment", "web", "--image=web:1");
        run("wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
        String late = fails("wait", "--for=condition=Nothing", "deployment/web", "--timeout=1s");
        assertTrue(late.contains("timed out waiting for the condition on deployments/web"), late);
    }

    @Test
    void deleting_takes_dependents_along_or_not() {
        deploy("web", 1);
        run("delete", "deployment", "web", "--cascade=orphan");
        assertTrue(run("get", "replicasets,pods", "-o", "name").lines().count() >= 2);
        run("delete", "replicasets", "--all", "--cascade=foreground", "--timeout=60s");
        run("wait", "--for=delete", "pods", "-l", "app=web", "--timeout=60s");
    }

    @Test
    void explain_and_discovery_know_the_kinds() {
        assertTrue(run("explain", "deployment.spec.strategy").contains("rollingUpdate"));
        assertTrue(run("explain", "pods", "--recursive").contains("hostAliases"));
        assertTrue(fails("explain", "pods.spec.nothing").contains("field \"nothing\" does not exist"));
        assertTrue(run("api-resources").matches("(?s).*deployments +deploy +apps/v1 +true +Deployment.*"));
        assertTrue(run("api-resources", "--namespaced=false", "--verbs=list", "-o", "name")
                .contains("nodes\n"));
        assertTrue(run("api-versions").contains("apps/v1\n"));
        assertTrue(run("cluster-info").contains("is running at"));
        assertTrue(run("version").matches("(?s).*Server Version: .*v1\\.36.*"));
    }

    @Test
    void access_is_asked_about_and_granted() {
        assertEquals("yes\n", run("auth", "can-i", "create", "deployments"));
        String somebody = "system:serviceaccount:" + namespace + ":somebody";
        run("create", "serviceaccount", "somebody");
        assertTrue(fails("auth", "can-i", "list", "pods", "--as=" + somebody).startsWith("no"));
        String forbidden = fails("get", "pods", "--as=" + somebody);
        assertTrue(
                forbidden.contains("pods is forbidden: User \"" + somebody + "\" cannot list resource \"pods\""),
                forbidden);
        run("create", "role", "reader", "--verb=get,list", "--resource=pods");
        run("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=" + namespace + ":somebody");
        Eventually.output(
                "the right is there",
                () -> kubectl("", "auth", "can-i", "list", "pods", "--as=" + somebody),
                "yes\n"::equals);
        assertTrue(
                run("auth", "can-i", "--list", "--as=" + somebody).matches("(?s).*pods +\\[] +\\[] +\\[get list].*"));
        String token = run("create", "token", "somebody").trim();
        String review = "apiVersion: authentication.k8s.io/v1\nkind: TokenReview\nspec: {token: " + token + "}\n";
        assertEquals(
                somebody,
                kubectl(review, "create", "-f", "-", "-o", "jsonpath={.status.user.username}")
                        .succeeded());
    }

    @Test
    void pods_are_exposed_and_nodes_cordoned() {
        deploy("web", 1);
        run("expose", "deployment", "web", "--port=80", "--target-port=8080", "--type=NodePort");
        assertTrue(run("get", "service", "web").matches("(?s).*web +NodePort +10\\.\\S+ +<none> +80:3\\d+/TCP.*"));
        Eventually.holds(
                "the endpoint is there", () -> run("get", "endpoints", "web").contains(":8080"));
        assertTrue(run("describe", "service", "web").matches("(?s).*Endpoints: +10\\.\\S+:8080.*"));
        run("cordon", "kubectl");
        assertTrue(run("get", "nodes").contains("Ready,SchedulingDisabled"));
        run("uncordon", "kubectl");
        run("taint", "nodes", "kubectl", "key=value:PreferNoSchedule");
        run("taint", "nodes", "kubectl", "key-");
    }
}
