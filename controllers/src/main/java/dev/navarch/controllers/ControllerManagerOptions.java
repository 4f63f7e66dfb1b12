package dev.navarch.controllers;

import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the controller manager needs to know.
 *
 * @param client how to reach the API server, and as whom
 * @param controllers which controllers run, as upstream's {@code --controllers}: {@code *} for all that are on by
 *     default, {@code name} to turn one on, {@code -name} to turn one off
 * @param leaderElect whether to run only while holding the Lease {@code kube-system/kube-controller-manager}
 * @param useServiceAccountCredentials whether each controller acts as a service account of its own; else all act as who
 *     the client is
 * @param allocateNodeCidrs whether nodes get a part of the cluster's pod network each
 * @param clusterCidrs the pod network, one range for each address family
 * @param serviceCidrs the ranges of Service addresses, which no node may get
 * @param nodeCidrMaskSizeIpv4 length of a node's prefix
 * @param nodeCidrMaskSizeIpv6 length of a node's prefix
 * @param rootCa PEM of the certificates that pods trust the API server by; absent: they are not published
 * @param serviceAccountKey PEM of the key that signs tokens in Secrets; absent: such Secrets stay without
 * @param clusterSigningCertificate PEM of the CA that signs approved requests; absent: they are not signed
 * @param clusterSigningKey PEM of its key
 * @param concurrentSyncs how many objects are worked on at once, over all controllers
 * @param terminatedPodThreshold how many finished pods may stay before the oldest are deleted; 0: all may
 * @param nodeMonitorGraceSeconds how long a node may be silent before it counts as unreachable
 */
public record ControllerManagerOptions(
        Config client,
        List<String> controllers,
        boolean leaderElect,
        boolean useServiceAccountCredentials,
        boolean allocateNodeCidrs,
        List<String> clusterCidrs,
        List<String> serviceCidrs,
        int nodeCidrMaskSizeIpv4,
        int nodeCidrMaskSizeIpv6,
        Optional<String> rootCa,
        Optional<String> serviceAccountKey,
        Optional<String> clusterSigningCertificate,
        Optional<String> clusterSigningKey,
        int concurrentSyncs,
        int terminatedPodThreshold,
        int nodeMonitorGraceSeconds) {

    public ControllerManagerOptions {
        Objects.requireNonNull(client, "client");
        controllers = List.copyOf(controllers);
        clusterCidrs = List.copyOf(clusterCidrs);
        serviceCidrs = List.copyOf(serviceCidrs);
        require(!controllers.isEmpty(), "at least one controller must be named, or * for all");
        require(concurrentSyncs > 0, "concurrentSyncs must be positive");
        require(!allocateNodeCidrs || !clusterCidrs.isEmpty(), "allocating node CIDRs needs a cluster CIDR");
        require(nodeCidrMaskSizeIpv4 > 0 && nodeCidrMaskSizeIpv4 <= 32, "node CIDR mask size must be within 1 to 32");
        require(nodeCidrMaskSizeIpv6 > 0 && nodeCidrMaskSizeIpv6 <= 128, "node CIDR mask size must be within 1 to 128");
        require(nodeMonitorGraceSeconds > 0, "nodeMonitorGraceSeconds must be positive");
        require(
                clusterSigningCertificate.isPresent() == clusterSigningKey.isPresent(),
                "the cluster signing certificate and its key must be given together");
    }

    public static Builder builder(Config client) {
        return new Builder(client);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Starts from upstream's defaults. */
    public static final class Builder {
        private final Config client;
        private List<String> controllers = List.of("*");
        private boolean leaderElect = true;
        private boolean useServiceAccountCredentials;
        private boolean allocateNodeCidrs = true;
        private List<String> clusterCidrs = List.of("10.244.0.0/16");
        private List<String> serviceCidrs = List.of("10.96.0.0/16");
        private int nodeCidrMaskSizeIpv4 = 24;
        private int nodeCidrMaskSizeIpv6 = 64;
        private @Nullable String rootCa;
        private @Nullable String serviceAccountKey;
        private @Nullable String clusterSigningCertificate;
        private @Nullable String clusterSigningKey;
        private int concurrentSyncs = 64;
        private int terminatedPodThreshold = 12500;
        private int nodeMonitorGraceSeconds = 50;

        private Builder(Config client) {
            this.client = client;
        }

        public Builder controllers(List<String> value) {
            controllers = value;
            return this;
        }

        public Builder leaderElect(boolean value) {
            leaderElect = value;
            return this;
        }

        public Builder useServiceAccountCredentials(boolean value) {
            useServiceAccountCredentials = value;
            return this;
        }

        public Builder allocateNodeCidrs(boolean value) {
            allocateNodeCidrs = value;
            return this;
        }

        public Builder clusterCidrs(List<String> value) {
            clusterCidrs = value;
            return this;
        }

        public Builder serviceCidrs(List<String> value) {
            serviceCidrs = value;
            return this;
        }

        public Builder nodeCidrMaskSizes(int ipv4, int ipv6) {
            nodeCidrMaskSizeIpv4 = ipv4;
            nodeCidrMaskSizeIpv6 = ipv6;
            return this;
        }

        /** The certificates themselves, as PEM. */
        public Builder rootCa(@Nullable String pem) {
            rootCa = pem;
            return this;
        }

        public Builder serviceAccountKey(@Nullable String pem) {
            serviceAccountKey = pem;
            return this;
        }

        public Builder clusterSigning(@Nullable String certificatePem, @Nullable String keyPem) {
            clusterSigningCertificate = certificatePem;
            clusterSigningKey = keyPem;
            return this;
        }

        public Builder concurrentSyncs(int value) {
            concurrentSyncs = value;
            return this;
        }

        public Builder terminatedPodThreshold(int value) {
            terminatedPodThreshold = value;
            return this;
        }

        public Builder nodeMonitorGraceSeconds(int value) {
            nodeMonitorGraceSeconds = value;
            return this;
        }

        public ControllerManagerOptions build() {
            return new ControllerManagerOptions(
                    client,
                    controllers,
                    leaderElect,
                    useServiceAccountCredentials,
                    allocateNodeCidrs,
                    clusterCidrs,
                    serviceCidrs,
                    nodeCidrMaskSizeIpv4,
                    nodeCidrMaskSizeIpv6,
                    Optional.ofNullable(rootCa),
                    Optional.ofNullable(serviceAccountKey),
                    Optional.ofNullable(clusterSigningCertificate),
                    Optional.ofNullable(clusterSigningKey),
                    concurrentSyncs,
                    terminatedPodThreshold,
                    nodeMonitorGraceSeconds);
        }
    }
}
