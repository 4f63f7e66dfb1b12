package dev.navarch.apiserver;

import dev.navarch.apiserver.authorization.Authorization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an API server runs; names and defaults are those of kube-apiserver's flags. Made by {@link #builder}.
 *
 * @param bindAddress {@code --bind-address}
 * @param securePort {@code --secure-port}; 0 for a free one
 * @param advertiseAddress {@code --advertise-address}: where other members of the cluster reach this server
 * @param tlsCertFile {@code --tls-cert-file}
 * @param tlsKeyFile {@code --tls-private-key-file}
 * @param clientCaFile {@code --client-ca-file}
 * @param requestHeader {@code --requestheader-*}; empty where no front proxy is trusted
 * @param storage {@code --etcd-servers} and its like
 * @param serviceAccountIssuers {@code --service-account-issuer}, the one for new tokens first
 * @param serviceAccountSigningKeyFile {@code --service-account-signing-key-file}
 * @param serviceAccountKeyFiles {@code --service-account-key-file}: further keys whose tokens are good
 * @param apiAudiences {@code --api-audiences}; empty for the issuers
 * @param tokenAuthFile {@code --token-auth-file}
 * @param enableBootstrapTokenAuth {@code --enable-bootstrap-token-auth}
 * @param anonymousAuth {@code --anonymous-auth}
 * @param authorizationModes {@code --authorization-mode}
 * @param enableAdmissionPlugins {@code --enable-admission-plugins}
 * @param disableAdmissionPlugins {@code --disable-admission-plugins}
 * @param serviceClusterIpRanges {@code --service-cluster-ip-range}, the default family first
 * @param serviceNodePortRange {@code --service-node-port-range}
 * @param kubeletClientCertificate {@code --kubelet-client-certificate}
 * @param kubeletClientKey {@code --kubelet-client-key}
 * @param kubeletCertificateAuthority {@code --kubelet-certificate-authority}; empty to trust any kubelet
 * @param proxyClientCertificate {@code --proxy-client-cert-file}
 * @param proxyClientKey {@code --proxy-client-key-file}
 * @param allowPrivileged {@code --allow-privileged}
 * @param eventTtl {@code --event-ttl}
 * @param enablePriorityAndFairness {@code --enable-priority-and-fairness}
 * @param maxRequestsInFlight {@code --max-requests-inflight}
 * @param maxMutatingRequestsInFlight {@code --max-mutating-requests-inflight}
 * @param shutdownDelay {@code --shutdown-delay-duration}: how long requests are still taken after shutdown began
 */
public record ApiServerOptions(
        String bindAddress,
        int securePort,
        String advertiseAddress,
        Path tlsCertFile,
        Path tlsKeyFile,
        Optional<Path> clientCaFile,
        Optional<RequestHeader> requestHeader,
        StorageChoice storage,
        List<String> serviceAccountIssuers,
        Path serviceAccountSigningKeyFile,
        List<Path> serviceAccountKeyFiles,
        List<String> apiAudiences,
        Optional<Path> tokenAuthFile,
        boolean enableBootstrapTokenAuth,
        boolean anonymousAuth,
        List<Authorization.Mode> authorizationModes,
        Set<String> enableAdmissionPlugins,
        Set<String> disableAdmissionPlugins,
        List<String> serviceClusterIpRanges,
        PortRange serviceNodePortRange,
        Optional<Path> kubeletClientCertificate,
        Optional<Path> kubeletClientKey,
        Optional<Path> kubeletCertificateAuthority,
        Optional<Path> proxyClientCertificate,
        Optional<Path> proxyClientKey,
        boolean allowPrivileged,
        Duration eventTtl,
        boolean enablePriorityAndFairness,
        int maxRequestsInFlight,
        int maxMutatingRequestsInFlight,
        Duration shutdownDelay) {

    public ApiServerOptions {
        serviceAccountIssuers = List.copyOf(serviceAccountIssuers);
        serviceAccountKeyFiles = List.copyOf(serviceAccountKeyFiles);
        apiAudiences = List.copyOf(apiAudiences);
        authorizationModes = List.copyOf(authorizationModes);
        enableAdmissionPlugins = Set.copyOf(enableAdmissionPlugins);
        disableAdmissionPlugins = Set.copyOf(disableAdmissionPlugins);
        serviceClusterIpRanges = List.copyOf(serviceClusterIpRanges);
        if (serviceAccountIssuers.isEmpty()) {
            throw new IllegalArgumentException("--service-account-issuer is a required flag");
        }
        if (authorizationModes.isEmpty()) {
            throw new IllegalArgumentException("at least one authorization-mode must be passed");
        }
        if (serviceClusterIpRanges.isEmpty()) {
            throw new IllegalArgumentException("--service-cluster-ip-range must contain at least one valid cidr");
        }
        if (maxRequestsInFlight < 1 || maxMutatingRequestsInFlight < 1) {
            throw new IllegalArgumentException("--max-requests-inflight and its like must be positive");
        }
    }

    /**
     * Who may say in headers whom a request is from.
     *
     * @param caFile {@code --requestheader-client-ca-file}
     * @param allowedNames {@code --requestheader-allowed-names}; empty for any that the authority signed
     */
    public record RequestHeader(Path caFile, List<String> allowedNames) {
        public RequestHeader {
            allowedNames = List.copyOf(allowedNames);
        }
    }

    /** Both ends inclusive. */
    public record PortRange(int first, int last) {}

    /** Starts with kube-apiserver's defaults, memory storage, and the files that have no default. */
    public static Builder builder(Path tlsCertFile, Path tlsKeyFile, Path serviceAccountSigningKeyFile) {
        return new Builder(tlsCertFile, tlsKeyFile, serviceAccountSigningKeyFile);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private final Path tlsCertFile;
        private final Path tlsKeyFile;
        private final Path serviceAccountSigningKeyFile;
        private String bindAddress = "0.0.0.0";
        private int securePort = 6443;
        private String advertiseAddress = "";
        private Optional<Path> clientCaFile = Optional.empty();
        private Optional<RequestHeader> requestHeader = Optional.empty();
        private StorageChoice storage = new StorageChoice.Memory();
        private List<String> serviceAccountIssuers = List.of("https://kubernetes.default.svc");
        private List<Path> serviceAccountKeyFiles = List.of();
        private List<String> apiAudiences = List.of();
        private Optional<Path> tokenAuthFile = Optional.empty();
        private boolean enableBootstrapTokenAuth;
        private boolean anonymousAuth = true;
        private List<Authorization.Mode> authorizationModes = List.of(Authorization.Mode.NODE, Authorization.Mode.RBAC);
        private Set<String> enableAdmissionPlugins = Set.of("NodeRestriction");
        private Set<String> disableAdmissionPlugins = Set.of();
        private List<String> serviceClusterIpRanges = List.of("10.96.0.0/16");
        private PortRange serviceNodePortRange = new PortRange(30000, 32767);
        private Optional<Path> kubeletClientCertificate = Optional.empty();
        private Optional<Path> kubeletClientKey = Optional.empty();
        private Optional<Path> kubeletCertificateAuthority = Optional.empty();
        private Optional<Path> proxyClientCertificate = Optional.empty();
        private Optional<Path> proxyClientKey = Optional.empty();
        private boolean allowPrivileged = true;
        private Duration eventTtl = Duration.ofHours(1);
        private boolean enablePriorityAndFairness = true;
        private int maxRequestsInFlight = 400;
        private int maxMutatingRequestsInFlight = 200;
        private Duration shutdownDelay = Duration.ZERO;

        private Builder(Path tlsCertFile, Path tlsKeyFile, Path serviceAccountSigningKeyFile) {
            this.tlsCertFile = tlsCertFile;
            this.tlsKeyFile = tlsKeyFile;
            this.serviceAccountSigningKeyFile = serviceAccountSigningKeyFile;
        }

        public Builder bindAddress(String value) {
            bindAddress = value;
            return this;
        }

        public Builder securePort(int value) {
            securePort = value;
            return this;
        }

        public Builder advertiseAddress(String value) {
            advertiseAddress = value;
            return this;
        }

        public Builder clientCaFile(Path value) {
            clientCaFile = Optional.of(value);
            return this;
        }

        public Builder requestHeader(Path caFile, List<String> allowedNames) {
            requestHeader = Optional.of(new RequestHeader(caFile, allowedNames));
            return this;
        }

        public Builder storage(StorageChoice value) {
            storage = value;
            return this;
        }

        public Builder serviceAccountIssuers(List<String> value) {
            serviceAccountIssuers = value;
            return this;
        }

        public Builder serviceAccountKeyFiles(List<Path> value) {
            serviceAccountKeyFiles = value;
            return this;
        }

        public Builder apiAudiences(List<String> value) {
            apiAudiences = value;
            return this;
        }

        public Builder tokenAuthFile(Path value) {
            tokenAuthFile = Optional.of(value);
            return this;
        }

        public Builder enableBootstrapTokenAuth(boolean value) {
            enableBootstrapTokenAuth = value;
            return this;
        }

        public Builder anonymousAuth(boolean value) {
            anonymousAuth = value;
            return this;
        }

        public Builder authorizationModes(List<Authorization.Mode> value) {
            authorizationModes = value;
            return this;
        }

        public Builder enableAdmissionPlugins(Set<String> value) {
            enableAdmissionPlugins = value;
            return this;
        }

        public Builder disableAdmissionPlugins(Set<String> value) {
            disableAdmissionPlugins = value;
            return this;
        }

        public Builder serviceClusterIpRanges(List<String> value) {
            serviceClusterIpRanges = value;
            return this;
        }

        public Builder serviceNodePortRange(int first, int last) {
            serviceNodePortRange = new PortRange(first, last);
            return this;
        }

        public Builder kubeletClient(Path certificate, Path key) {
            kubeletClientCertificate = Optional.of(certificate);
            kubeletClientKey = Optional.of(key);
            return this;
        }

        public Builder kubeletCertificateAuthority(Path value) {
            kubeletCertificateAuthority = Optional.of(value);
            return this;
        }

        public Builder proxyClient(Path certificate, Path key) {
            proxyClientCertificate = Optional.of(certificate);
            proxyClientKey = Optional.of(key);
            return this;
        }

        public Builder allowPrivileged(boolean value) {
            allowPrivileged = value;
            return this;
        }

        public Builder eventTtl(Duration value) {
            eventTtl = value;
            return this;
        }

        public Builder enablePriorityAndFairness(boolean enabled) {
            enablePriorityAndFairness = enabled;
            return this;
        }

        public Builder maxRequestsInFlight(int reading, int mutating) {
            maxRequestsInFlight = reading;
            maxMutatingRequestsInFlight = mutating;
            return this;
        }

        public Builder shutdownDelay(Duration value) {
            shutdownDelay = value;
            return this;
        }

        /** Throws {@link IllegalArgumentException} with one line that names the flag that is wrong. */
        public ApiServerOptions build() {
            return new ApiServerOptions(
                    bindAddress,
                    securePort,
                    advertiseAddress.isEmpty() ? ownAddress(bindAddress) : advertiseAddress,
                    tlsCertFile,
                    tlsKeyFile,
                    clientCaFile,
                    requestHeader,
                    storage,
                    serviceAccountIssuers,
                    serviceAccountSigningKeyFile,
                    serviceAccountKeyFiles,
                    apiAudiences,
                    tokenAuthFile,
                    enableBootstrapTokenAuth,
                    anonymousAuth,
                    authorizationModes,
                    enableAdmissionPlugins,
                    disableAdmissionPlugins,
                    serviceClusterIpRanges,
                    serviceNodePortRange,
                    kubeletClientCertificate,
                    kubeletClientKey,
                    kubeletCertificateAuthority,
                    proxyClientCertificate,
                    proxyClientKey,
                    allowPrivileged,
                    eventTtl,
                    enablePriorityAndFairness,
                    maxRequestsInFlight,
                    maxMutatingRequestsInFlight,
                    shutdownDelay);
        }

        /** What is said when the server listens everywhere, or on loopback only: an address that is not loopback. */
        private static String ownAddress(String bound) {
            boolean loopback = bound.startsWith("127.") || bound.equals("::1");
            if (!loopback && !bound.equals("0.0.0.0") && !bound.equals("::")) {
                return bound;
            }
            return routed().orElseGet(Builder::first);
        }

        /** The address from which the default route leaves: bridges of containers come and go, this one stays. */
        private static Optional<String> routed() {
            try (DatagramSocket socket = new DatagramSocket()) {
                // Sends nothing: the kernel only says which of its addresses it would use.
                socket.connect(new InetSocketAddress("192.0.2.1", 9));
                InetAddress address = socket.getLocalAddress();
                return address.isAnyLocalAddress() || address.isLoopbackAddress()
                        ? Optional.empty()
                        : Optional.of(address.getHostAddress());
            } catch (IOException | UncheckedIOException e) {
                return Optional.empty();
            }
        }

        private static String first() {
            try {
                for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                    if (each.isUp() && !each.isLoopback() && !each.isVirtual()) {
                        for (InetAddress address : Collections.list(each.getInetAddresses())) {
                            if (address.getAddress().length == 4 && !address.isLinkLocalAddress()) {
                                return address.getHostAddress();
                            }
                        }
                    }
                }
            } catch (SocketException e) {
                return "127.0.0.1";
            }
            return "127.0.0.1";
        }
    }
}
