package dev.navarch.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import dev.navarch.apiserver.admission.AdmissionChain;
import dev.navarch.apiserver.admission.AdmissionPlugins;
import dev.navarch.apiserver.authentication.Authentication;
import dev.navarch.apiserver.authentication.AuthenticationOptions;
import dev.navarch.apiserver.authentication.FrontProxyAuthenticator;
import dev.navarch.apiserver.authorization.Authorization;
import dev.navarch.apiserver.bootstrap.BootstrapFacts;
import dev.navarch.apiserver.bootstrap.BootstrapKeeper;
import dev.navarch.apiserver.bootstrap.ClusterIdentity;
import dev.navarch.apiserver.cache.WatchCache;
import dev.navarch.apiserver.connect.Connections;
import dev.navarch.apiserver.discovery.DiscoveryHandler;
import dev.navarch.apiserver.endpoint.EquivalentResources;
import dev.navarch.apiserver.endpoint.InternalWriter;
import dev.navarch.apiserver.endpoint.ResourceCodecs;
import dev.navarch.apiserver.endpoint.ResourceRouter;
import dev.navarch.apiserver.endpoint.Services;
import dev.navarch.apiserver.endpoint.Shutdown;
import dev.navarch.apiserver.flowcontrol.FlowControl;
import dev.navarch.apiserver.flowcontrol.MaxInFlight;
import dev.navarch.apiserver.flowcontrol.PriorityAndFairness;
import dev.navarch.apiserver.health.ComponentStatuses;
import dev.navarch.apiserver.health.HealthHandler;
import dev.navarch.apiserver.health.StandardChecks;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import dev.navarch.apiserver.http.HttpServer;
import dev.navarch.apiserver.http.ListenOptions;
import dev.navarch.apiserver.kind.KindEnvironment;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.SecurityKinds;
import dev.navarch.apiserver.kind.core.pod.PodBinding;
import dev.navarch.apiserver.kind.core.pod.PodEviction;
import dev.navarch.apiserver.kind.core.service.IpRange;
import dev.navarch.apiserver.metrics.ServerMetrics;
import dev.navarch.apiserver.openapi.OpenApiHandler;
import dev.navarch.apiserver.pki.Pem;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.RegistryReader;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.StoredForms;
import dev.navarch.apiserver.review.Reviews;
import dev.navarch.apiserver.review.TokenRequest;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.version.VersionHandler;
import dev.navarch.apiserver.webhook.WebhookClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server. {@link #start} returns when it answers requests; it is ready, and {@code /readyz} says so,
 * once the default objects are there. Several servers may run in one JVM.
 */
public final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private final ApiServerOptions options;
    private final Storage storage;
    private final ResourceRegistry registry;
    private final ObjectReader reader;
    private final WebhookClient webhooks;
    private final InternalWriter writer;
    private final Authorization authorization;
    private final Shutdown shutdown = new Shutdown();
    private final CompletableFuture<Void> bootstrapped = new CompletableFuture<>();
    private final ServerMetrics metrics = new ServerMetrics();
    private final Connections connections;
    private final FlowControl flowControl;
    private final HttpServer http;
    private final BootstrapKeeper keeper;

    private ApiServer(ApiServerOptions options) throws IOException {
        this.options = options;
        this.storage = StorageOpener.open(options.storage());
        var services = new AtomicReference<Services>();
        this.registry = new ResourceRegistry(
                storage,
                cacheOptions -> WatchCache.start(storage, cacheOptions),
                new StoredForms(ApiServer::decodeProtobuf, metrics::storedObjectUndecodable));
        this.reader = new RegistryReader(registry);
        this.webhooks = new WebhookClient(reader);
        this.writer = new InternalWriter(() -> java.util.Objects.requireNonNull(services.get()));
        var decides = new AtomicReference<@Nullable Authorization>();
        var strategies = new KindStrategies(environment());
        SecurityKinds.register(
                strategies, reader, () -> Optional.ofNullable(decides.get()).flatMap(Authorization::escalationCheck));
        registry.add(BuiltInResources.all(strategies));
        Authentication authentication = Authentication.create(authenticationOptions(), reader, writer);
        this.authorization = Authorization.create(
                options.authorizationModes(),
                reader,
                BootstrapFacts.clusterRole("system:node").path("rules"));
        decides.set(authorization);
        var codecs = new ResourceCodecs(registry);
        AdmissionChain admission = AdmissionChain.select(
                AdmissionPlugins.builtIn(
                        reader,
                        writer,
                        authorization.authorizer(),
                        new EquivalentResources(registry, codecs),
                        webhooks),
                options.enableAdmissionPlugins(),
                options.disableAdmissionPlugins());
        this.connections = new Connections(
                reader,
                authorization.authorizer(),
                options.kubeletClientCertificate(),
                options.kubeletClientKey(),
                options.kubeletCertificateAuthority());
        services.set(new Services(
                registry,
                codecs,
                admission,
                authorization.authorizer(),
                createOnlyHandlers(authentication),
                connections.resources(),
                Map.of("componentstatuses", new ComponentStatuses(this::storageAnswers)),
                shutdown));
        this.flowControl = options.enablePriorityAndFairness()
                ? PriorityAndFairness.start(
                        reader, options.maxRequestsInFlight() + options.maxMutatingRequestsInFlight())
                : new MaxInFlight(options.maxRequestsInFlight(), options.maxMutatingRequestsInFlight());
        var pipeline = new RequestPipeline(
                authentication.requests(),
                authorization.authorizer(),
                flowControl,
                new ResourceRouter(java.util.Objects.requireNonNull(services.get())),
                new PathRouter(paths(authentication), this::discoveredPaths),
                metrics);
        this.http = HttpServer.start(listenOptions(), pipeline);
        this.keeper = BootstrapKeeper.start(reader, writer, identity());
        var _ = keeper.ready().thenRun(() -> bootstrapped.complete(null));
        LOG.atInfo().addKeyValue("port", http.port()).log("API server listens");
    }

    /**
     * Starts a server.
     *
     * @throws IOException with one line for the user, when a file cannot be read, the port is taken or storage cannot be
     *     opened
     */
    public static ApiServer start(ApiServerOptions options) throws IOException {
        return new ApiServer(options);
    }

    /** The port that is listened on. */
    public int port() {
        return http.port();
    }

    /** What custom resources are added to. */
    public ResourceRegistry registry() {
        return registry;
    }

    /** How the other parts of this process's server see objects. */
    public ObjectReader reader() {
        return reader;
    }

    /** How servers that somebody configured are asked. */
    public WebhookClient webhooks() {
        return webhooks;
    }

    public InternalWriter writer() {
        return writer;
    }

    /** Completed once the default objects are there. */
    public CompletableFuture<Void> ready() {
        return bootstrapped;
    }

    /** Ends watches, lets other requests finish, and lets go of storage. */
    @Override
    public void close() {
        shutdown.begin();
        keeper.close();
        http.shutdown(SHUTDOWN_LIMIT);
        connections.close();
        authorization.close();
        flowControl.close();
        registry.close();
        storage.close();
        metrics.close();
    }

    private Map<String, CreateOnlyHandler> createOnlyHandlers(Authentication authentication) {
        var handlers = new HashMap<String, CreateOnlyHandler>();
        Reviews.handlers(authentication, authorization)
                .forEach((resource, handler) -> handlers.put(resource.toString(), handler));
        handlers.put(
                "serviceaccounts/token",
                new TokenRequest(authentication.serviceAccountTokens(), reader, TokenRequest.Limits.DEFAULT));
        var binding = new PodBinding(registry);
        handlers.put("bindings", binding);
        handlers.put("pods/binding", binding);
        handlers.put("pods/eviction", new PodEviction(registry, reader, writer));
        return handlers;
    }

    private Map<String, Handler> paths(Authentication authentication) {
        var paths = new LinkedHashMap<String, Handler>();
        var discovery = new DiscoveryHandler(registry, options.advertiseAddress() + ":" + options.securePort());
        Handler groups = exchange -> discovery(exchange, discovery);
        paths.put("/api", getOnly(groups));
        paths.put("/apis", groups);
        var openApi = new OpenApiHandler(registry);
        paths.put("/openapi/v2", exchange -> openApi(exchange, openApi));
        paths.put("/openapi/v3", exchange -> openApi(exchange, openApi));
        paths.put("/version", getOnly(new VersionHandler()));
        var checks = new StandardChecks(this::storageAnswers, bootstrapped::isDone, shutdown::hasBegun);
        for (HealthHandler health : List.of(checks.healthz(), checks.livez(), checks.readyz())) {
            paths.put(health.path(), health);
        }
        paths.put("/metrics", metrics);
        paths.put("/openid/v1/jwks", exchange -> keys(exchange, authentication));
        paths.put("/.well-known/openid-configuration", exchange -> issuer(exchange, authentication));
        return paths;
    }

    private Set<String> discoveredPaths() {
        var paths = new HashSet<String>();
        for (ServedResource resource : registry.all()) {
            GroupVersion version = resource.resource().groupVersion();
            if (version.group().isEmpty()) {
                paths.add("/api/" + version.version());
            } else {
                paths.add("/apis/" + version.group());
                paths.add("/apis/" + version.apiVersion());
            }
        }
        return paths;
    }

    private boolean storageAnswers() {
        storage.checkHealth();
        return true;
    }

    /** Versions of one kind that are not served, and stored by upstream nevertheless, have the same messages. */
    private static ObjectNode decodeProtobuf(byte[] stored, GroupVersionKind served) {
        return ProtobufTranscoder.supports(ProtobufTranscoder.kindOf(stored, served))
                ? ProtobufTranscoder.decode(stored, served)
                : ProtobufTranscoder.decodeAs(stored, served);
    }

    /** Lists of groups are given whatever the method, those of resources to a GET only; as upstream does. */
    private static void discovery(Exchange exchange, DiscoveryHandler discovery) {
        boolean groups = exchange.path().split("/", -1).length <= 3;
        if (!groups && !exchange.method().equals("GET")) {
            throw ResourceRouter.methodNotAllowed();
        }
        if (!discovery.answer(exchange)) {
            throw ResourceRouter.notFound();
        }
    }

    private static void openApi(Exchange exchange, OpenApiHandler openApi) {
        if (!openApi.answer(exchange)) {
            throw ResourceRouter.notFound();
        }
    }

    private static Handler getOnly(Handler handler) {
        return exchange -> {
            if (!exchange.method().equals("GET")) {
                throw ResourceRouter.methodNotAllowed();
            }
            handler.handle(exchange);
        };
    }

    private static void keys(Exchange exchange, Authentication authentication) {
        ObjectNode keys = authentication.serviceAccountTokens().keys().keySet();
        exchange.setHeader("Cache-Control", "public, max-age=3600");
        exchange.respond(200, "application/jwk-set+json", Json.bytes(keys));
    }

    private void issuer(Exchange exchange, Authentication authentication) {
        String issuer = authentication.serviceAccountTokens().issuer();
        String keySet = "https://" + options.advertiseAddress() + ":" + options.securePort() + "/openid/v1/jwks";
        ObjectNode document = authentication.serviceAccountTokens().keys().discoveryDocument(issuer, keySet);
        exchange.setHeader("Cache-Control", "public, max-age=3600");
        exchange.respond(200, "application/json", Json.bytes(document));
    }

    private KindEnvironment environment() {
        List<IpRange> ranges =
                options.serviceClusterIpRanges().stream().map(IpRange::parse).toList();
        var ports = options.serviceNodePortRange();
        return new KindEnvironment(ranges, ports.first(), ports.last(), options.eventTtl(), reader, writer);
    }

    private AuthenticationOptions authenticationOptions() throws IOException {
        var verification = new ArrayList<java.security.PublicKey>();
        for (Path file : options.serviceAccountKeyFiles()) {
            verification.addAll(Pem.readPublicKeys(file));
        }
        var requestHeader = options.requestHeader();
        return new AuthenticationOptions(
                certificates(options.clientCaFile()),
                certificates(requestHeader.map(ApiServerOptions.RequestHeader::caFile)),
                FrontProxyAuthenticator.Headers.standard(requestHeader
                        .map(ApiServerOptions.RequestHeader::allowedNames)
                        .orElse(List.of())),
                Pem.readPrivateKey(options.serviceAccountSigningKeyFile()),
                verification,
                options.serviceAccountIssuers(),
                options.apiAudiences(),
                options.tokenAuthFile(),
                options.enableBootstrapTokenAuth(),
                options.anonymousAuth());
    }

    private static List<X509Certificate> certificates(Optional<Path> file) throws IOException {
        return file.isEmpty() ? List.of() : List.copyOf(Pem.readCertificates(file.get()));
    }

    private ListenOptions listenOptions() throws IOException {
        var authorities = new ArrayList<X509Certificate>(certificates(options.clientCaFile()));
        authorities.addAll(certificates(options.requestHeader().map(ApiServerOptions.RequestHeader::caFile)));
        return new ListenOptions(
                options.bindAddress(), options.securePort(), options.tlsCertFile(), options.tlsKeyFile(), authorities);
    }

    private ClusterIdentity identity() {
        IpRange range = IpRange.parse(options.serviceClusterIpRanges().getFirst());
        var data = new HashMap<String, String>();
        options.clientCaFile().ifPresent(file -> data.put("client-ca-file", read(file)));
        options.requestHeader().ifPresent(header -> {
            data.put("requestheader-client-ca-file", read(header.caFile()));
            data.put("requestheader-allowed-names", strings(header.allowedNames()));
            data.put("requestheader-username-headers", strings(List.of("X-Remote-User")));
            data.put("requestheader-uid-headers", strings(List.of("X-Remote-Uid")));
            data.put("requestheader-group-headers", strings(List.of("X-Remote-Group")));
            data.put("requestheader-extra-headers-prefix", strings(List.of("X-Remote-Extra-")));
        });
        return new ClusterIdentity(
                options.advertiseAddress(),
                http.port(),
                firstAddress(range),
                options.serviceClusterIpRanges(),
                hostName(),
                data);
    }

    private static String firstAddress(IpRange range) {
        return range.address(0);
    }

    private static String hostName() {
        try {
            return java.net.InetAddress.getLocalHost().getHostName();
        } catch (java.net.UnknownHostException e) {
            return "localhost";
        }
    }

    private static String read(Path file) {
        try {
            return java.nio.file.Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String strings(List<String> values) {
        var array = Json.array();
        values.forEach(array::add);
        return Json.string(array);
    }
}
