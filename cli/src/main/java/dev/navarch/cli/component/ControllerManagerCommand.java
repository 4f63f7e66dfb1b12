package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterDirectory;
import dev.navarch.controllers.ControllerManager;
import dev.navarch.controllers.ControllerManagerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code navarch controller-manager}: the controllers alone, under the flags of kube-controller-manager. */
@Command(
        name = "controller-manager",
        description = "Run the controllers alone, under kube-controller-manager's flag names.")
public final class ControllerManagerCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags client = new ClientFlags();

    @Option(names = "--controllers", split = ",", defaultValue = "*")
    private List<String> controllers = List.of();

    @Option(names = "--leader-elect", arity = "0..1", defaultValue = "true", fallbackValue = "true")
    private boolean leaderElect;

    @Option(names = "--use-service-account-credentials", arity = "0..1", defaultValue = "false", fallbackValue = "true")
    private boolean useServiceAccountCredentials;

    @Option(names = "--allocate-node-cidrs", arity = "0..1", defaultValue = "true", fallbackValue = "true")
    private boolean allocateNodeCidrs;

    @Option(names = "--cluster-cidr", split = ",", defaultValue = "10.244.0.0/16")
    private List<String> clusterCidrs = List.of();

    @Option(names = "--service-cluster-ip-range", split = ",", defaultValue = "10.96.0.0/16")
    private List<String> serviceCidrs = List.of();

    @Option(names = "--root-ca-file")
    private @Nullable Path rootCaFile;

    @Option(names = "--service-account-private-key-file")
    private @Nullable Path serviceAccountKeyFile;

    @Option(names = "--cluster-signing-cert-file")
    private @Nullable Path signingCertificate;

    @Option(names = "--cluster-signing-key-file")
    private @Nullable Path signingKey;

    @Option(names = "--terminated-pod-gc-threshold", defaultValue = "12500")
    private int terminatedPods;

    @Option(names = "--node-monitor-grace-period", defaultValue = "50s")
    private String nodeGrace = "";

    @Override
    public Integer call() {
        try {
            ControllerManagerOptions options = ControllerManagerOptions.builder(client.config())
                    .controllers(controllers)
                    .leaderElect(leaderElect)
                    .useServiceAccountCredentials(useServiceAccountCredentials)
                    .allocateNodeCidrs(allocateNodeCidrs)
                    .clusterCidrs(clusterCidrs)
                    .serviceCidrs(serviceCidrs)
                    .rootCa(read(rootCaFile))
                    .serviceAccountKey(read(serviceAccountKeyFile))
                    .clusterSigning(read(signingCertificate), read(signingKey))
                    .terminatedPodThreshold(terminatedPods)
                    .nodeMonitorGraceSeconds((int) Durations.parse("--node-monitor-grace-period", nodeGrace)
                            .toSeconds())
                    .build();
            return Served.untilStopped("controller-manager", ControllerManager.start(options));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable String read(@Nullable Path file) {
        try {
            return file == null ? null : Files.readString(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + ClusterDirectory.reason(e), e);
        }
    }
}
