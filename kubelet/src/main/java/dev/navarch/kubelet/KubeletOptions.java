package dev.navarch.kubelet;

import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a kubelet runs. Each field is the upstream flag of the same name unless its comment says more; {@link #builder}
 * begins with upstream's defaults.
 *
 * @param nodeName {@code --hostname-override}
 * @param config how to reach the API server, {@code --kubeconfig}
 * @param dockerHost {@code --container-runtime-endpoint}
 * @param tlsCertFile and {@code tlsPrivateKeyFile}: self-signed below {@code rootDir} when empty
 * @param clientCaFile whoever has a certificate of this CA may ask to be authorized; empty for nobody
 * @param clusterDns empty gives pods the node's own resolvers
 * @param podCidr the pods' subnet while the Node object names none
 * @param address and {@code port} of the HTTPS API; port 0 picks a free one, negative serves nothing
 * @param nodeIp empty: the address of the default route
 * @param podManifestPath directory of static pods
 * @param evictionHard minimum of free memory, in bytes
 * @param seccompDefault RuntimeDefault instead of Unconfined for pods that say nothing
 */
public record KubeletOptions(
        String nodeName,
        Config config,
        RuntimeKind runtime,
        URI dockerHost,
        Path rootDir,
        Optional<Path> tlsCertFile,
        Optional<Path> tlsPrivateKeyFile,
        Optional<Path> clientCaFile,
        boolean anonymousAuth,
        boolean authorizationAlwaysAllow,
        List<String> clusterDns,
        String clusterDomain,
        Path resolvConf,
        String podCidr,
        String address,
        int port,
        Optional<String> nodeIp,
        Optional<Path> podManifestPath,
        int maxPods,
        long podPidsLimit,
        Map<String, String> nodeLabels,
        List<String> registerWithTaints,
        boolean registerNode,
        Duration nodeStatusUpdateFrequency,
        Duration nodeStatusReportFrequency,
        Duration nodeLeaseDuration,
        Map<String, String> systemReserved,
        Map<String, String> kubeReserved,
        long evictionHard,
        boolean seccompDefault,
        String containerLogMaxSize,
        int containerLogMaxFiles) {

    public KubeletOptions {
        Objects.requireNonNull(config);
        if (!nodeName.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
            throw new IllegalArgumentException("--hostname-override: not a node name: \"" + nodeName + "\"");
        }
        if (!rootDir.isAbsolute()) {
            throw new IllegalArgumentException("--root-dir: must be absolute: " + rootDir);
        }
        if (port > 65535) {
            throw new IllegalArgumentException("--port: must be between 1 and 65535: " + port);
        }
        if (maxPods < 0) {
            throw new IllegalArgumentException("--max-pods: must not be negative: " + maxPods);
        }
        if (tlsCertFile.isPresent() != tlsPrivateKeyFile.isPresent()) {
            throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file go together");
        }
        if (!podCidr.matches("[0-9a-f.:]+/\\d+")) {
            throw new IllegalArgumentException("--pod-cidr: not a subnet: " + podCidr);
        }
        clusterDns = List.copyOf(clusterDns);
        nodeLabels = Map.copyOf(nodeLabels);
        registerWithTaints = List.copyOf(registerWithTaints);
        systemReserved = Map.copyOf(systemReserved);
        kubeReserved = Map.copyOf(kubeReserved);
    }

    public static Builder builder(String nodeName, Config config, Path rootDir) {
        return new Builder(nodeName, config, rootDir);
    }

    /** Mutable; of one thread. */
    public static final class Builder {
        private final String nodeName;
        private final Config config;
        private final Path rootDir;
        private RuntimeKind runtime = RuntimeKind.DOCKER;
        private URI dockerHost = URI.create("unix:///var/run/docker.sock");
        private Optional<Path> tlsCertFile = Optional.empty();
        private Optional<Path> tlsPrivateKeyFile = Optional.empty();
        private Optional<Path> clientCaFile = Optional.empty();
        private boolean anonymousAuth;
        private boolean authorizationAlwaysAllow;
        private List<String> clusterDns = List.of();
        private String clusterDomain = "cluster.local";
        private Path resolvConf = Path.of("/etc/resolv.conf");
        private String podCidr = "10.244.0.0/24";
        private String address = "0.0.0.0";
        private int port = 10250;
        private Optional<String> nodeIp = Optional.empty();
        private Optional<Path> podManifestPath = Optional.empty();
        private int maxPods = 110;
        private long podPidsLimit = -1;
        private Map<String, String> nodeLabels = Map.of();
        private List<String> registerWithTaints = List.of();
        private boolean registerNode = true;
        private Duration nodeStatusUpdateFrequency = Duration.ofSeconds(10);
        private Duration nodeStatusReportFrequency = Duration.ofMinutes(5);
        private Duration nodeLeaseDuration = Duration.ofSeconds(40);
        private Map<String, String> systemReserved = Map.of();
        private Map<String, String> kubeReserved = Map.of();
        private long evictionHard = 100L * 1024 * 1024;
        private boolean seccompDefault;
        private String containerLogMaxSize = "10m";
        private int containerLogMaxFiles = 5;

        private Builder(String nodeName, Config config, Path rootDir) {
            this.nodeName = nodeName;
            this.config = config;
            this.rootDir = rootDir;
        }

        public Builder runtime(RuntimeKind value) {
            runtime = value;
            return this;
        }

        public Builder dockerHost(URI value) {
            dockerHost = value;
            return this;
        }

        public Builder servingCertificate(Path certificate, Path key) {
            tlsCertFile = Optional.of(certificate);
            tlsPrivateKeyFile = Optional.of(key);
            return this;
        }

        public Builder clientCaFile(Path value) {
            clientCaFile = Optional.of(value);
            return this;
        }

        public Builder anonymousAuth(boolean value) {
            anonymousAuth = value;
            return this;
        }

        public Builder authorizationAlwaysAllow(boolean value) {
            authorizationAlwaysAllow = value;
            return this;
        }

        public Builder clusterDns(List<String> value) {
            clusterDns = value;
            return this;
        }

        public Builder clusterDomain(String value) {
            clusterDomain = value;
            return this;
        }

        public Builder resolvConf(Path value) {
            resolvConf = value;
            return this;
        }

        public Builder podCidr(String value) {
            podCidr = value;
            return this;
        }

        public Builder address(String value) {
            address = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder nodeIp(String value) {
            nodeIp = Optional.of(value);
            return this;
        }

        public Builder podManifestPath(Path value) {
            podManifestPath = Optional.of(value);
            return this;
        }

        public Builder maxPods(int value) {
            maxPods = value;
            return this;
        }

        public Builder podPidsLimit(long value) {
            podPidsLimit = value;
            return this;
        }

        public Builder nodeLabels(Map<String, String> value) {
            nodeLabels = value;
            return this;
        }

        /** Each {@code key=value:Effect}. */
        public Builder registerWithTaints(List<String> value) {
            registerWithTaints = value;
            return this;
        }

        public Builder registerNode(boolean value) {
            registerNode = value;
            return this;
        }

        public Builder nodeStatusUpdateFrequency(Duration value) {
            nodeStatusUpdateFrequency = value;
            return this;
        }

        public Builder nodeStatusReportFrequency(Duration value) {
            nodeStatusReportFrequency = value;
            return this;
        }

        public Builder nodeLeaseDuration(Duration value) {
            nodeLeaseDuration = value;
            return this;
        }

        public Builder systemReserved(Map<String, String> value) {
            systemReserved = value;
            return this;
        }

        public Builder kubeReserved(Map<String, String> value) {
            kubeReserved = value;
            return this;
        }

        public Builder evictionHard(long bytes) {
            evictionHard = bytes;
            return this;
        }

        public Builder seccompDefault(boolean value) {
            seccompDefault = value;
            return this;
        }

        public Builder containerLogs(String maxSize, int maxFiles) {
            containerLogMaxSize = maxSize;
            containerLogMaxFiles = maxFiles;
            return this;
        }

        public KubeletOptions build() {
            return new KubeletOptions(
                    nodeName,
                    config,
                    runtime,
                    dockerHost,
                    rootDir,
                    tlsCertFile,
                    tlsPrivateKeyFile,
                    clientCaFile,
                    anonymousAuth,
                    authorizationAlwaysAllow,
                    clusterDns,
                    clusterDomain,
                    resolvConf,
                    podCidr,
                    address,
                    port,
                    nodeIp,
                    podManifestPath,
                    maxPods,
                    podPidsLimit,
                    nodeLabels,
                    registerWithTaints,
                    registerNode,
                    nodeStatusUpdateFrequency,
                    nodeStatusReportFrequency,
                    nodeLeaseDuration,
                    systemReserved,
                    kubeReserved,
                    evictionHard,
                    seccompDefault,
                    containerLogMaxSize,
                    containerLogMaxFiles);
        }
    }
}
