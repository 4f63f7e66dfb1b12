package dev.navarch.cli.component;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.apiserver.ApiServerOptions;
import dev.navarch.apiserver.StorageChoice;
import dev.navarch.apiserver.authorization.Authorization;
import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterDirectory;
import dev.navarch.crds.CustomResources;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code navarch apiserver}: the API server alone, under the flags of kube-apiserver. */
@Command(name = "apiserver", description = "Run the API server alone, under kube-apiserver's flag names.")
public final class ApiServerCommand implements Callable<Integer> {

    @Option(names = "--bind-address", defaultValue = "0.0.0.0")
    private String bindAddress = "";

    @Option(names = "--secure-port", defaultValue = "6443")
    private int securePort;

    @Option(names = "--advertise-address", defaultValue = "")
    private String advertiseAddress = "";

    @Option(names = "--etcd-servers", split = ",")
    private List<URI> etcdServers = List.of();

    @Option(names = "--etcd-cafile")
    private @Nullable Path etcdCaFile;

    @Option(names = "--etcd-certfile")
    private @Nullable Path etcdCertFile;

    @Option(names = "--etcd-keyfile")
    private @Nullable Path etcdKeyFile;

    @Option(names = "--etcd-prefix", defaultValue = "/registry")
    private String etcdPrefix = "";

    @Option(names = "--etcd-compaction-interval", defaultValue = "5m")
    private String compactionInterval = "";

    @Option(names = "--storage-dir", description = "Keep objects in this directory instead of etcd.")
    private @Nullable Path storageDirectory;

    @Option(names = "--in-memory", description = "Keep objects in memory, whatever --etcd-servers says.")
    private boolean inMemory;

    @Option(names = "--tls-cert-file")
    private @Nullable Path tlsCertFile;

    @Option(names = "--tls-private-key-file")
    private @Nullable Path tlsKeyFile;

    @Option(
            names = "--cert-dir",
            defaultValue = "/var/run/kubernetes",
            description = "Where apiserver.crt and apiserver.key are, or are made, without --tls-cert-file.")
    private Path certDir = Path.of("");

    @Option(names = "--client-ca-file")
    private @Nullable Path clientCaFile;

    @Option(names = "--requestheader-client-ca-file")
    private @Nullable Path requestHeaderCaFile;

    @Option(names = "--requestheader-allowed-names", split = ",")
    private List<String> requestHeaderNames = List.of();

    @Option(names = "--service-account-issuer", required = true)
    private List<String> issuers = List.of();

    @Option(names = "--service-account-signing-key-file", required = true)
    private @Nullable Path signingKeyFile;

    @Option(names = "--service-account-key-file")
    private List<Path> keyFiles = List.of();

    @Option(names = "--api-audiences", split = ",")
    private List<String> audiences = List.of();

    @Option(names = "--token-auth-file")
    private @Nullable Path tokenAuthFile;

    @Option(names = "--enable-bootstrap-token-auth", arity = "0..1", fallbackValue = "true")
    private boolean bootstrapTokens;

    @Option(names = "--anonymous-auth", arity = "0..1", defaultValue = "true", fallbackValue = "true")
    private boolean anonymousAuth;

    @Option(names = "--authorization-mode", split = ",", defaultValue = "AlwaysAllow")
    private List<String> authorizationModes = List.of();

    @Option(names = "--enable-admission-plugins", split = ",")
    private List<String> enabledPlugins = List.of();

    @Option(names = "--disable-admission-plugins", split = ",")
    private List<String> disabledPlugins = List.of();

    @Option(names = "--service-cluster-ip-range", split = ",", defaultValue = "10.96.0.0/16")
    private List<String> serviceRanges = List.of();

    @Option(names = "--service-node-port-range", defaultValue = "30000-32767")
    private String nodePortRange = "";

    @Option(names = "--kubelet-client-certificate")
    private @Nullable Path kubeletCertificate;

    @Option(names = "--kubelet-client-key")
    private @Nullable Path kubeletKey;

    @Option(names = "--kubelet-certificate-authority")
    private @Nullable Path kubeletAuthority;

    @Option(names = "--proxy-client-cert-file")
    private @Nullable Path proxyCertificate;

    @Option(names = "--proxy-client-key-file")
    private @Nullable Path proxyKey;

    @Option(names = "--allow-privileged", arity = "0..1", fallbackValue = "true")
    private boolean allowPrivileged;

    @Option(names = "--event-ttl", defaultValue = "1h")
    private String eventTtl = "";

    @Option(names = "--max-requests-inflight", defaultValue = "400")
    private int maxInFlight;

    @Option(names = "--max-mutating-requests-inflight", defaultValue = "200")
    private int maxMutatingInFlight;

    @Override
    public Integer call() {
        ApiServerOptions options;
        try {
            options = options();
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    "cannot make a certificate in " + certDir + ": " + ClusterDirectory.reason(e), e);
        }
        try {
            ApiServer server = ApiServer.start(options);
            CustomResources custom = CustomResources.start(server);
            return Served.untilStopped("apiserver", () -> {
                custom.close();
                server.close();
            });
        } catch (BindException e) {
            throw new CommandException("port " + securePort + " is in use (--secure-port)", e);
        } catch (IOException e) {
            throw new CommandException("the API server does not start: " + ClusterDirectory.reason(e), e);
        }
    }

    private ApiServerOptions options() throws IOException {
        ServingFiles serving = ServingFiles.of(tlsCertFile, tlsKeyFile, certDir, advertiseAddress);
        ApiServerOptions.Builder builder = ApiServerOptions.builder(
                        serving.certificate(), serving.key(), require(signingKeyFile))
                .bindAddress(bindAddress)
                .securePort(securePort)
                .advertiseAddress(advertiseAddress)
                .storage(storage())
                .serviceAccountIssuers(issuers)
                .serviceAccountKeyFiles(keyFiles)
                .apiAudiences(audiences)
                .enableBootstrapTokenAuth(bootstrapTokens)
                .anonymousAuth(anonymousAuth)
                .authorizationModes(modes())
                .enableAdmissionPlugins(new LinkedHashSet<>(enabledPlugins))
                .disableAdmissionPlugins(new LinkedHashSet<>(disabledPlugins))
                .serviceClusterIpRanges(serviceRanges)
                .allowPrivileged(allowPrivileged)
                .eventTtl(Durations.parse("--event-ttl", eventTtl))
                .maxRequestsInFlight(maxInFlight, maxMutatingInFlight);
        String[] ports = nodePortRange.split("-", -1);
        if (ports.length != 2 || !nodePortRange.matches("\\d+-\\d+")) {
            throw new CommandException("--service-node-port-range: not a range of ports: " + nodePortRange);
        }
        builder.serviceNodePortRange(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        if (clientCaFile != null) {
            builder.clientCaFile(clientCaFile);
        }
        if (requestHeaderCaFile != null) {
            builder.requestHeader(requestHeaderCaFile, requestHeaderNames);
        }
        if (tokenAuthFile != null) {
            builder.tokenAuthFile(tokenAuthFile);
        }
        if (kubeletCertificate != null && kubeletKey != null) {
            builder.kubeletClient(kubeletCertificate, kubeletKey);
        }
        if (kubeletAuthority != null) {
            builder.kubeletCertificateAuthority(kubeletAuthority);
        }
        if (proxyCertificate != null && proxyKey != null) {
            builder.proxyClient(proxyCertificate, proxyKey);
        }
        return builder.build();
    }

    private StorageChoice storage() {
        if (inMemory) {
            return new StorageChoice.Memory();
        }
        if (storageDirectory != null) {
            return new StorageChoice.Embedded(storageDirectory);
        }
        return new StorageChoice.Etcd(
                etcdServers,
                Optional.ofNullable(etcdCaFile),
                Optional.ofNullable(etcdCertFile),
                Optional.ofNullable(etcdKeyFile),
                etcdPrefix,
                compactionInterval.equals("0")
                        ? Duration.ZERO
                        : Durations.parse("--etcd-compaction-interval", compactionInterval));
    }

    private List<Authorization.Mode> modes() {
        List<Authorization.Mode> modes = new ArrayList<>();
        for (String name : authorizationModes) {
            modes.add(
                    switch (name) {
                        case "Node" -> Authorization.Mode.NODE;
                        case "RBAC" -> Authorization.Mode.RBAC;
                        case "AlwaysAllow" -> Authorization.Mode.ALWAYS_ALLOW;
                        default ->
                            throw new CommandException(String.format(
                                    Locale.ROOT,
                                    "--authorization-mode: \"%s\" is not one of Node, RBAC, AlwaysAllow",
                                    name));
                    });
        }
        return modes;
    }

    private static Path require(@Nullable Path file) {
        if (file == null) {
            throw new CommandException("a required file was not given");
        }
        return file;
    }
}
