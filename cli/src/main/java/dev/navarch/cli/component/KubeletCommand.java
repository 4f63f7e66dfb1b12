package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterDirectory;
import dev.navarch.kubelet.Kubelet;
import dev.navarch.kubelet.KubeletOptions;
import dev.navarch.kubelet.RuntimeKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code navarch kubelet}: the kubelet of a node, under upstream's flags. */
@Command(name = "kubelet", description = "Run a node's kubelet alone, under upstream's flag names.")
public final class KubeletCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags client = new ClientFlags();

    @Option(names = "--hostname-override", required = true, description = "The node's name.")
    private String nodeName = "";

    @Option(names = "--root-dir", defaultValue = "/var/lib/navarch/kubelet")
    private Path rootDirectory = Path.of("");

    @Option(names = "--runtime", defaultValue = "docker", description = "What runs containers: docker or simulated.")
    private String runtime = "";

    @Option(names = "--container-runtime-endpoint", description = "Docker's socket.")
    private @Nullable URI endpoint;

    @Option(names = "--tls-cert-file")
    private @Nullable Path certificate;

    @Option(names = "--tls-private-key-file")
    private @Nullable Path key;

    @Option(names = "--client-ca-file")
    private @Nullable Path clientCaFile;

    @Option(names = "--anonymous-auth", arity = "0..1", fallbackValue = "true")
    private boolean anonymousAuth;

    @Option(names = "--cluster-dns", split = ",")
    private List<String> clusterDns = List.of();

    @Option(names = "--cluster-domain", defaultValue = "cluster.local")
    private String clusterDomain = "";

    @Option(names = "--pod-cidr", defaultValue = "10.244.0.0/24")
    private String podCidr = "";

    @Option(names = "--address", defaultValue = "0.0.0.0")
    private String address = "";

    @Option(names = "--port", defaultValue = "10250")
    private int port;

    @Option(names = "--node-ip")
    private @Nullable String nodeIp;

    @Option(names = "--pod-manifest-path")
    private @Nullable Path manifests;

    @Option(names = "--max-pods", defaultValue = "110")
    private int maxPods;

    @Option(names = "--node-labels", split = ",")
    private Map<String, String> nodeLabels = new LinkedHashMap<>();

    @Option(names = "--register-with-taints", split = ",")
    private List<String> taints = List.of();

    @Option(names = "--register-node", arity = "0..1", defaultValue = "true", fallbackValue = "true")
    private boolean registerNode;

    @Override
    public Integer call() {
        try {
            return Served.untilStopped("kubelet", Kubelet.start(options()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException("the kubelet does not start: " + ClusterDirectory.reason(e), e);
        }
    }

    private KubeletOptions options() {
        KubeletOptions.Builder builder = KubeletOptions.builder(
                        nodeName, client.config(), rootDirectory.toAbsolutePath())
                .runtime(
                        switch (runtime) {
                            case "docker" -> RuntimeKind.DOCKER;
                            case "simulated" -> RuntimeKind.SIMULATED;
                            default ->
                                throw new CommandException(
                                        "--runtime: \"" + runtime + "\" is not one of docker, simulated");
                        })
                .anonymousAuth(anonymousAuth)
                .clusterDns(clusterDns)
                .clusterDomain(clusterDomain)
                .podCidr(podCidr)
                .address(address)
                .port(port)
                .maxPods(maxPods)
                .nodeLabels(nodeLabels)
                .registerWithTaints(taints)
                .registerNode(registerNode);
        if (endpoint != null) {
            builder.dockerHost(endpoint);
        }
        if (certificate != null && key != null) {
            builder.servingCertificate(certificate, key);
        }
        if (clientCaFile != null) {
            builder.clientCaFile(clientCaFile);
        }
        if (nodeIp != null) {
            builder.nodeIp(nodeIp);
        }
        if (manifests != null) {
            builder.podManifestPath(manifests);
        }
        return builder.build();
    }
}
