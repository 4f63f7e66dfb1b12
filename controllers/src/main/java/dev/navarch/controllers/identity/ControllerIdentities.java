package dev.navarch.controllers.identity;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The clients of controllers, one for each service account. All share one HTTP client, which presents no certificate:
 * the API server would take that for the caller before it looks at the token.
 */
public final class ControllerIdentities implements AutoCloseable {

    private final KubernetesClient manager;
    private final Config config;
    private final Executor tasks;
    private final HttpClient http;
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();

    /** @param manager acts for the manager itself, and asks for the tokens */
    public ControllerIdentities(KubernetesClient manager, Executor tasks) {
        this.manager = manager;
        this.tasks = tasks;
        this.config = withoutCredentials(manager.getConfiguration());
        this.http = HttpClientUtils.getHttpClientFactory().newBuilder(config).build();
    }

    /** The client that acts as {@code system:serviceaccount:kube-system:<account>}; closed with this object. */
    public KubernetesClient as(String account) {
        return clients.computeIfAbsent(account, this::client);
    }

    private KubernetesClient client(String account) {
        HttpClient derived = http.newBuilder()
                .addOrReplaceInterceptor(
                        TokenRefreshInterceptor.NAME,
                        new TokenInterceptor(new ServiceAccountToken(manager, account), tasks))
                .build();
        return new KubernetesClientImpl(derived, config, () -> tasks, manager.getKubernetesSerialization());
    }

    private static Config withoutCredentials(Config config) {
        return new ConfigBuilder(config)
                .withClientCertData(null)
                .withClientCertFile(null)
                .withClientKeyData(null)
                .withClientKeyFile(null)
                .withKeyStoreFile(null)
                .withOauthToken(null)
                .withAutoOAuthToken(null)
                .withOauthTokenProvider(null)
                .withUsername(null)
                .withPassword(null)
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}
