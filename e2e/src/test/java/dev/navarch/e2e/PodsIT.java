package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the kubelet does for a pod, seen from inside its containers. */
class PodsIT {

    private static final Cluster CLUSTER = Cluster.named("pods");

    @BeforeAll
    static void start() {
        Docker.assume();
        CLUSTER.up("--runtime", "docker");
        TestImages.build();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    private static String phase(String pod) {
        return CLUSTER.kubectl("get", "pod", pod, "-o", "jsonpath={.status.phase}")
                .output();
    }

    private static void reaches(String pod, String phase) {
        Eventually.holds(pod + " is " + phase, () -> phase(pod).equals(phase));
    }

    private static String logs(String pod, String... more) {
        String[] command = new String[more.length + 2];
        command[0] = "logs";
        command[1] = pod;
        System.arraycopy(more, 0, command, 2, more.length);
        return CLUSTER.kubectl(command).succeeded();
    }

    @Test
    void configuration_reaches_the_container_by_environment_and_files() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {color: blue, shape: round}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: hidden}
                stringData: {password: s3cret}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: configured, labels: {tier: test}, annotations: {note: hello}}
                spec:
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, 'echo $(COLOR) $shape $PASSWORD $NAME $CPU; cat /config/color /secret/password /info/labels /all/color /all/name; stat -c %a /secret/..data/password']
                    env:
                    - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: hidden, key: password}}}
                    - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
                    envFrom: [{configMapRef: {name: settings}}]
                    resources: {limits: {cpu: 250m, memory: 64Mi}}
                    volumeMounts:
                    - {name: config, mountPath: /config}
                    - {name: secret, mountPath: /secret}
                    - {name: info, mountPath: /info}
                    - {name: all, mountPath: /all}
                  volumes:
                  - {name: config, configMap: {name: settings}}
                  - {name: secret, secret: {secretName: hidden, defaultMode: 256}}
                  - {name: info, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                  - name: all
                    projected:
                      sources:
                      - configMap: {name: settings, items: [{key: color, path: color}]}
                      - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
                """);
        reaches("configured", "Succeeded");
        assertEquals(
                "blue round s3cret configured 250\nblues3crettier=\"test\"blueconfigured400\n", logs("configured"));
    }

    @Test
    void containers_of_a_pod_share_localhost_hostname_and_volumes() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: shared}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - name: first
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "echo from-init > /scratch/file"]
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                  containers:
                  - name: server
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "echo localhost-answer | nc -l -p 9999 127.0.0.1 -w 20; hostname"]
                  - name: client
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "sleep 1; nc 127.0.0.1 9999 </dev/null; cat /scratch/file; hostname"]
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                  volumes: [{name: scratch, emptyDir: {}}]
                """);
        Eventually.output(
                "the client is through",
                () -> CLUSTER.kubectl("logs", "shared", "-c", "client"),
                output -> output.equals("localhost-answer\nfrom-init\nshared\n"));
        CLUSTER.kubectl("delete", "pod", "shared", "--now").succeeded();
    }

    @Test
    void a_failing_container_restarts_with_backoff_and_keeps_its_last_log() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: failing}
                spec:
                  containers:
                  - name: main
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "echo last words; exit 3"]
                """);
        Eventually.output(
                "it is in back-off",
                () -> CLUSTER.kubectl("get", "pod", "failing"),
                output -> output.contains("CrashLoopBackOff"));
        assertEquals("last words\n", logs("failing", "--previous"));
        assertEquals(
                "3",
                CLUSTER.kubectl(
                                "get",
                                "pod",
                                "failing",
                                "-o",
                                "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}")
                        .succeeded());
        CLUSTER.kubectl("delete", "pod", "failing", "--now").succeeded();
    }

    @Test
    void probes_decide_over_readiness_and_restarts() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: probed}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "touch /tmp/alive; sleep 5; touch /tmp/ready; sleep 6; rm /tmp/alive; sleep 600"]
                    startupProbe: {exec: {command: [test, -f, /tmp/alive]}, periodSeconds: 1}
                    readinessProbe: {exec: {command: [test, -f, /tmp/ready]}, periodSeconds: 1}
                    livenessProbe: {exec: {command: [test, -f, /tmp/alive]}, periodSeconds: 1, failureThreshold: 2}
                """);
        String ready = "jsonpath={.status.containerStatuses[0].ready}";
        Eventually.holds(
                "it becomes ready",
                () -> CLUSTER.kubectl("get", "pod", "probed", "-o", ready)
                        .output()
                        .equals("true"));
        Eventually.holds(
                "the liveness probe restarts it",
                () -> !CLUSTER.kubectl(
                                "get", "pod", "probed", "-o", "jsonpath={.status.containerStatuses[0].restartCount}")
                        .output()
                        .equals("0"));
        CLUSTER.kubectl("delete", "pod", "probed", "--now").succeeded();
    }

    @Test
    void hooks_run_and_termination_is_graceful() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: hooked}
                spec:
                  terminationGracePeriodSeconds: 20
                  containers:
                  - name: main
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, "trap 'echo term >> /host/events; exit 0' TERM; while :; do sleep 0.2; done"]
                    lifecycle:
                      postStart: {exec: {command: [sh, -c, "echo start > /host/events"]}}
                      preStop: {exec: {command: [sh, -c, "echo stop >> /host/events"]}}
                    volumeMounts: [{name: host, mountPath: /host}]
                  volumes: [{name: host, hostPath: {path: /tmp/navarch-e2e-hooks, type: DirectoryOrCreate}}]
                """);
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/hooked", "--timeout=60s")
                .succeeded();
        CLUSTER.kubectl("delete", "pod", "hooked", "--timeout=60s").succeeded();
        assertEquals(
                "start\nstop\nterm\n",
                CLUSTER.shell().run("cat", "/tmp/navarch-e2e-hooks/events").succeeded());
        CLUSTER.shell().run("rm", "-rf", "/tmp/navarch-e2e-hooks");
    }

    @Test
    void a_pod_that_fits_nowhere_says_why() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: giant}
                spec:
                  containers:
                  - name: main
                    image: guestbook/frontend:1
                    resources: {requests: {cpu: "1000"}}
                """);
        String events = Eventually.output(
                "the scheduler explains",
                () -> CLUSTER.kubectl("describe", "pod", "giant"),
                output -> output.contains("FailedScheduling"));
        assertTrue(events.contains("0/1 nodes are available: 1 Insufficient cpu."), events);
        CLUSTER.kubectl("delete", "pod", "giant", "--now").succeeded();
    }

    @Test
    void init_containers_run_one_after_another_and_a_failing_one_holds_the_pod() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: ordered}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - {name: one, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "sleep 1; echo one >> /s/f"], volumeMounts: [{name: s, mountPath: /s}]}
                  - {name: two, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "echo two >> /s/f"], volumeMounts: [{name: s, mountPath: /s}]}
                  - {name: sidecar, restartPolicy: Always, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "trap 'exit 0' TERM; echo sidecar >> /s/f; touch /s/up; while :; do sleep 0.2; done"], volumeMounts: [{name: s, mountPath: /s}]}
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "while ! [ -f /s/up ]; do sleep 0.1; done; cat /s/f"], volumeMounts: [{name: s, mountPath: /s}]}
                  volumes: [{name: s, emptyDir: {}}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: held}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - {name: bad, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "exit 4"]}
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [echo, never]}
                """);
        reaches("ordered", "Succeeded");
        assertEquals("one\ntwo\nsidecar\n", logs("ordered", "-c", "main"));
        reaches("held", "Failed");
        assertTrue(CLUSTER.kubectl("get", "pod", "held").succeeded().contains("Init:Error"));
        CLUSTER.kubectl("delete", "pod", "ordered", "held", "--now").succeeded();
    }

    @Test
    void containers_of_a_pod_share_ipc_and_a_volume_in_memory() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: ipc}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: a, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "readlink /proc/self/ns/ipc > /m/a; readlink /proc/self/ns/net > /m/n; touch /m/done; sleep 2"], volumeMounts: [{name: m, mountPath: /m}]}
                  - name: b
                    image: guestbook/frontend:1
                    imagePullPolicy: Never
                    command: [sh, -c, 'while ! [ -f /memory/done ]; do sleep 0.1; done; [ "$(cat /memory/a)" = "$(readlink /proc/self/ns/ipc)" ] && [ "$(cat /memory/n)" = "$(readlink /proc/self/ns/net)" ] && echo same; grep " /memory " /proc/mounts | cut -d" " -f3; cat /sub/inner']
                    volumeMounts: [{name: m, mountPath: /memory}, {name: c, mountPath: /sub/inner, subPath: key}]
                  volumes: [{name: m, emptyDir: {medium: Memory}}, {name: c, configMap: {name: sub}}]
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: sub}, data: {key: from-sub-path}}
                """);
        reaches("ipc", "Succeeded");
        assertEquals("same\ntmpfs\nfrom-sub-path", logs("ipc", "-c", "b"));
        CLUSTER.kubectl("delete", "pod", "ipc", "--now").succeeded();
    }

    @Test
    void a_changed_configuration_reaches_the_volume_of_a_running_pod() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: live}
                data: {key: before}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: live}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sleep, "600"], volumeMounts: [{name: c, mountPath: /c}]}
                  volumes: [{name: c, configMap: {name: live}}]
                """);
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/live", "--timeout=60s")
                .succeeded();
        assertEquals(
                "before", CLUSTER.kubectl("exec", "live", "--", "cat", "/c/key").succeeded());
        CLUSTER.kubectl("patch", "configmap", "live", "-p", "{\"data\":{\"key\":\"after\"}}")
                .succeeded();
        Eventually.output(
                "the file changes", () -> CLUSTER.kubectl("exec", "live", "--", "cat", "/c/key"), "after"::equals);
        CLUSTER.kubectl("delete", "pod", "live", "--now").succeeded();
    }

    @Test
    void an_image_that_cannot_be_had_is_reported_with_its_reason() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: nowhere}
                spec: {containers: [{name: main, image: "nowhere.invalid/none:1"}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: never}
                spec: {containers: [{name: main, image: "not-there:1", imagePullPolicy: Never}]}
                """);
        String reason = "jsonpath={.status.containerStatuses[0].state.waiting.reason}";
        Eventually.output(
                "back-off", () -> CLUSTER.kubectl("get", "pod", "nowhere", "-o", reason), "ImagePullBackOff"::equals);
        String events = CLUSTER.kubectl("describe", "pod", "nowhere").succeeded();
        assertTrue(events.contains("Failed to pull image \"nowhere.invalid/none:1\""), events);
        assertTrue(events.contains("Error: ErrImagePull"), events);
        assertTrue(events.contains("Back-off pulling image \"nowhere.invalid/none:1\""), events);
        Eventually.output(
                "never pulled",
                () -> CLUSTER.kubectl("get", "pod", "never", "-o", reason),
                "ErrImageNeverPull"::equals);
        CLUSTER.kubectl("delete", "pod", "nowhere", "never", "--now").succeeded();
    }

    @Test
    void a_process_that_ignores_the_signal_is_killed_after_its_grace_period() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: stubborn}
                spec:
                  terminationGracePeriodSeconds: 3
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]}
                """);
        CLUSTER.kubectl("wait", "--for=condition=Ready", "pod/stubborn", "--timeout=60s")
                .succeeded();
        long started = System.nanoTime();
        CLUSTER.kubectl("delete", "pod", "stubborn", "--timeout=60s").succeeded();
        assertTrue(System.nanoTime() - started > 2_500_000_000L, "it had its grace period");
    }

    @Test
    void a_pod_over_its_memory_limit_is_killed_for_it() {
        CLUSTER.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: hungry}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: main, image: "guestbook/frontend:1", imagePullPolicy: Never, command: [sh, -c, "tail /dev/zero"], resources: {limits: {memory: 16Mi}}}
                """);
        reaches("hungry", "Failed");
        assertEquals(
                "OOMKilled 137",
                CLUSTER.kubectl(
                                "get",
                                "pod",
                                "hungry",
                                "-o",
                                "jsonpath={.status.containerStatuses[0].state.terminated.reason} {.status.containerStatuses[0].state.terminated.exitCode}")
                        .succeeded());
        CLUSTER.kubectl("delete", "pod", "hungry", "--now").succeeded();
    }
}
