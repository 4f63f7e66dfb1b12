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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every installed kubectl against one cluster with real containers. */
class KubectlIT {

    private static final Cluster CLUSTER = Cluster.named("kubectl", 17110);

    @BeforeAll
    static void start() {
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

    private static String run(Path kubectl, String... arguments) {
        return CLUSTER.kubectl(kubectl, "", arguments).succeeded();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void get_and_describe_show_what_is_there(Path kubectl) {
        String table = run(kubectl, "get", "pods", "-o", "wide");
        assertTrue(table.lines().findFirst().orElseThrow().startsWith("NAME"), table);
        assertTrue(table.contains("2/2") && table.contains("Running"), table);
        String description = run(kubectl, "describe", "pod", "tools");
        assertTrue(description.contains("Node:") && description.contains("Started"), description);
        assertTrue(run(kubectl, "get", "all", "-A").contains("service/kubernetes"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void exec_runs_a_command_and_gives_its_exit_code(Path kubectl) {
        assertEquals("tools\n", run(kubectl, "exec", "tools", "-c", "web", "--", "hostname"));
        assertEquals(
                7,
                CLUSTER.kubectl(kubectl, "", "exec", "tools", "-c", "web", "--", "sh", "-c", "exit 7")
                        .exit());
        assertEquals(
                "hello",
                CLUSTER.kubectl(kubectl, "hello", "exec", "-i", "tools", "-c", "web", "--", "cat")
                        .succeeded());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void logs_are_read_with_their_options(Path kubectl) {
        assertEquals(
                2,
                run(kubectl, "logs", "tools", "-c", "talker", "--tail=2")
                        .lines()
                        .count());
        assertTrue(run(kubectl, "logs", "tools", "-c", "talker", "--timestamps", "--tail=1")
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*line \\d+\n"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void cp_copies_both_ways(Path kubectl, @TempDir Path directory) throws IOException {
        Path there = Files.writeString(directory.resolve("there"), "over and back");
        Path back = directory.resolve("back");
        run(kubectl, "cp", there.toString(), "tools:/tmp/copied", "-c", "web");
        run(kubectl, "cp", "tools:/tmp/copied", back.toString(), "-c", "web");
        assertEquals("over and back", Files.readString(back));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void port_forward_reaches_the_container(Path kubectl) throws IOException {
        Process forward = CLUSTER.shell().start(List.of(kubectl.toString(), "port-forward", "pod/tools", "17190:8080"));
        try {
            Eventually.output(
                    "the forwarded port answers",
                    () -> CLUSTER.shell().run("curl", "-s", "http://127.0.0.1:17190/cgi-bin/index"),
                    output -> output.contains("served by tools"));
        } finally {
            forward.destroy();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void objects_are_created_changed_and_deleted(Path kubectl) {
        String name = "v" + kubectl.getFileName().toString().replaceAll("\\D", "");
        run(kubectl, "create", "configmap", name, "--from-literal=a=1");
        run(kubectl, "patch", "configmap", name, "--type=merge", "-p", "{\"data\":{\"b\":\"2\"}}");
        run(kubectl, "label", "configmap", name, "tier=test");
        run(kubectl, "annotate", "configmap", name, "note=yes");
        assertEquals("1 2", run(kubectl, "get", "configmap", name, "-o", "jsonpath={.data.a} {.data.b}"));
        assertTrue(run(kubectl, "get", "configmaps", "-l", "tier=test").contains(name));
        run(kubectl, "delete", "configmap", name);
        assertTrue(
                CLUSTER.kubectl(kubectl, "", "get", "configmap", name).failed().contains("NotFound"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void server_side_apply_reports_conflicts(Path kubectl) {
        String name = "apply" + kubectl.getFileName().toString().replaceAll("\\D", "");
        String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {key: VALUE}}";
        CLUSTER.kubectl(
                        kubectl,
                        manifest.replace("VALUE", "one"),
                        "apply",
                        "--server-side",
                        "--field-manager=one",
                        "-f",
                        "-")
                .succeeded();
        String conflict = CLUSTER.kubectl(
                        kubectl,
                        manifest.replace("VALUE", "two"),
                        "apply",
                        "--server-side",
                        "--field-manager=two",
                        "-f",
                        "-")
                .failed();
        assertTrue(conflict.contains("conflict with \"one\""), conflict);
        CLUSTER.kubectl(
                        kubectl,
                        manifest.replace("VALUE", "two"),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=two",
                        "-f",
                        "-")
                .succeeded();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void explain_and_api_resources_know_the_kinds(Path kubectl) {
        assertTrue(run(kubectl, "explain", "deployment.spec.strategy").contains("rollingUpdate"));
        assertTrue(run(kubectl, "api-resources").contains("deployments"));
        assertEquals("yes\n", run(kubectl, "auth", "can-i", "create", "deployments"));
    }

    @Test
    void a_change_is_shown_by_diff() {
        String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: differs}, data: {key: old}}";
        CLUSTER.apply(manifest);
        Shell.Result diff = CLUSTER.kubectl(Kubectl.DEFAULT, manifest.replace("old", "new"), "diff", "-f", "-");
        assertEquals(1, diff.exit(), diff.output());
        assertTrue(diff.output().contains("+  key: new"), diff.output());
    }

    @Test
    void edit_stores_what_the_editor_wrote() {
        CLUSTER.kubectl("create", "configmap", "edited", "--from-literal=word=before")
                .succeeded();
        CLUSTER.shell()
                .run(
                        "env",
                        "KUBE_EDITOR=sed -i s/before/after/",
                        Kubectl.DEFAULT.toString(),
                        "edit",
                        "configmap",
                        "edited")
                .succeeded();
        assertEquals(
                "after",
                CLUSTER.kubectl("get", "configmap", "edited", "-o", "jsonpath={.data.word}")
                        .succeeded());
    }

    @Test
    void a_missing_image_is_reported_as_such() {
        CLUSTER.kubectl("run", "missing", "--image=nowhere.invalid/none:1").succeeded();
        Eventually.output(
                "the pull fails",
                () -> CLUSTER.kubectl("get", "pod", "missing"),
                output -> output.contains("ErrImagePull") || output.contains("ImagePullBackOff"));
        CLUSTER.kubectl("delete", "pod", "missing", "--now").succeeded();
    }
}
