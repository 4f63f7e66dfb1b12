package dev.navarch.controllers;

import dev.navarch.controllers.informers.SharedInformerClient;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Java Operator SDK as this manager uses it: one operator for all reconcilers, on shared informers, on virtual threads,
 * with retries that never end. Reconcilers are called for every change of their primary, its deletion included, and get
 * the cached object itself, which they must not change.
 */
final class ReconcilerHost implements AutoCloseable {

    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration RESYNC = Duration.ofHours(12);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Operator operator;

    ReconcilerHost(KubernetesClient client, SharedInformers informers, int concurrency) {
        KubernetesClient shared = SharedInformerClient.over(client, informers);
        operator = new Operator(o -> o.withKubernetesClient(shared)
                .withExecutorService(virtualThreads(concurrency))
                .withCloseClientOnStop(false)
                .withStopOnInformerErrorDuringStartup(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(STOP_TIMEOUT)
                .withResourceCloner(new SharingCloner())
                .withMetrics(new ReconcilerTelemetry()));
    }

    <P extends HasMetadata> void register(String name, Reconciler<P> reconciler, Duration longestRetry) {
        var defaults = operator.getConfigurationService().getConfigurationFor(reconciler);
        // Reconcilers write through the client and not through the SDK, so its cache of its own writes would only
        // cost: it is checked a hundred times a second.
        var informer = InformerConfiguration.builder(defaults.getInformerConfig())
                .withComparableResourceVersions(false)
                .withWatchAllNamespaces()
                .buildForController();
        var retry = new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(longestRetry.toMillis())
                .withoutMaxAttempts();
        var _ = operator.register(
                reconciler,
                new ResolvedControllerConfiguration<>(
                        name,
                        false,
                        defaults.getAssociatedReconcilerClassName(),
                        retry,
                        defaults.getRateLimiter(),
                        RESYNC,
                        defaults.getFinalizerName(),
                        Map.of(),
                        name,
                        defaults.getConfigurationService(),
                        informer,
                        true,
                        null));
    }

    void start() {
        if (operator.getRegisteredControllersNumber() > 0) {
            operator.start();
        }
    }

    @Override
    public void close() {
        operator.stop();
    }

    private static ExecutorService virtualThreads(int concurrency) {
        var executor = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofVirtual().name("reconcile-", 0).factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** The SDK copies what it hands out; here nobody changes it, so the copy would only cost. */
    private static final class SharingCloner implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R object) {
            return object;
        }
    }
}
