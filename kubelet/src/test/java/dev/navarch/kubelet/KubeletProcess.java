package dev.navarch.kubelet;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.List;

/** A kubelet as a process of its own, for tests that kill it. */
final class KubeletProcess {
    private KubeletProcess() {}

    /** Arguments: kubeconfig, node name, root directory, port, pod subnet, runtime, client CA (optional). */
    @SuppressWarnings("resource")
    public static void main(String[] args) throws Exception {
        Config config = Config.fromKubeconfig(Path.of(args[0]).toFile());
        KubeletOptions.Builder options = KubeletOptions.builder(args[1], config, Path.of(args[2]))
                .port(Integer.parseInt(args[3]))
                .podCidr(args[4])
                .clusterDns(List.of("10.96.0.10"))
                .runtime(RuntimeKind.valueOf(args[5]))
                .podManifestPath(Path.of(args[2]).resolve("manifests"));
        if (args.length > 6) {
            options.clientCaFile(Path.of(args[6]));
        }
        Kubelet.start(options.build());
        Thread.currentThread().join();
    }
}
