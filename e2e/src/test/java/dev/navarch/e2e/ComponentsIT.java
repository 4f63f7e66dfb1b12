package dev.navarch.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The components as processes of their own, under upstream's flag names, with real etcd behind. */
class ComponentsIT {

    private static final int ETCD = 17161;
    private static final int API = 17163;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes.reversed()) {
            process.destroy();
            if (!process.waitFor(15, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private void start(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("NAVARCH_NO_BUILD", "1");
        processes.add(builder.start());
    }

    @Test
    void a_deployment_runs_on_separate_processes() throws IOException {
        Shell shell = new Shell(directory, java.util.Map.of("NAVARCH_NO_BUILD", "1"));
        Kubectl.assume();
        Assumptions.assumeTrue(
                shell.run("sh", "-c", "etcd --version").exit() == 0,
                "SKIPPED: etcd is not on the path (package etcd-server)");
        String navarch = Cluster.HOME.resolve("navarch").toString();
        start(
                "etcd",
                "etcd",
                "--data-dir",
                directory.resolve("etcd").toString(),
                "--listen-client-urls=http://127.0.0.1:" + ETCD,
                "--advertise-client-urls=http://127.0.0.1:" + ETCD,
                "--listen-peer-urls=http://127.0.0.1:" + (ETCD + 1),
                "--initial-advertise-peer-urls=http://127.0.0.1:" + (ETCD + 1),
                "--initial-cluster=default=http://127.0.0.1:" + (ETCD + 1));
        Path pki = directory.resolve("pki");
        shell.run(
                        navarch,
                        "certs",
                        "--dir",
                        pki.toString(),
                        "--server",
                        "https://127.0.0.1:" + API,
                        "--node",
                        "separate")
                .succeeded();
        start(
                "apiserver",
                navarch,
                "apiserver",
                "--etcd-servers=http://127.0.0.1:" + ETCD,
                "--secure-port=" + API,
                "--bind-address=127.0.0.1",
                "--tls-cert-file=" + pki.resolve("apiserver.crt"),
                "--tls-private-key-file=" + pki.resolve("apiserver.key"),
                "--client-ca-file=" + pki.resolve("ca.crt"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + pki.resolve("sa.pub"),
                "--service-account-signing-key-file=" + pki.resolve("sa.key"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--kubelet-client-certificate=" + pki.resolve("apiserver-kubelet-client.crt"),
                "--kubelet-client-key=" + pki.resolve("apiserver-kubelet-client.key"));
        start(
                "controller-manager",
                navarch,
                "controller-manager",
                "--kubeconfig=" + pki.resolve("controller-manager.conf"),
                "--use-service-account-credentials",
                "--root-ca-file=" + pki.resolve("ca.crt"),
                "--service-account-private-key-file=" + pki.resolve("sa.key"),
                "--leader-elect=true");
        start(
                "scheduler",
                navarch,
                "scheduler",
                "--kubeconfig=" + pki.resolve("scheduler.conf"),
                "--leader-elect=true");
        start(
                "kubelet",
                navarch,
                "kubelet",
                "--kubeconfig=" + pki.resolve("kubelet.conf"),
                "--hostname-override=separate",
                "--root-dir=" + directory.resolve("kubelet"),
                "--runtime=simulated",
                "--port=17165",
                "--client-ca-file=" + pki.resolve("ca.crt"));
        String kubectl = Kubectl.DEFAULT.toString();
        String config = "--kubeconfig=" + pki.resolve("admin.conf");
        Eventually.output(
                "the node is ready",
                () -> shell.run(kubectl, config, "get", "nodes"),
                output -> output.contains("separate") && output.contains(" Ready"));
        shell.run(kubectl, config, "create", "deployment", "web", "--image=web:1", "--replicas=3")
                .succeeded();
        shell.run(kubectl, config, "rollout", "status", "deployment/web", "--timeout=90s")
                .succeeded();
        String keys = shell.run(
                        "etcdctl",
                        "--endpoints=http://127.0.0.1:" + ETCD,
                        "get",
                        "/registry/",
                        "--prefix",
                        "--keys-only")
                .succeeded();
        assertTrue(keys.contains("/registry/pods/default/web-"), keys);
        assertTrue(Files.exists(directory.resolve("scheduler.log")));
    }
}
