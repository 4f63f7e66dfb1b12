package dev.navarch.apiserver.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The checks of the three endpoints under upstream's names, by which monitoring excludes and asks for them. What upstream
 * does in hooks after the start is done here once {@code started} says so.
 */
public final class StandardChecks {

    private static final List<String> HOOKS = List.of(
            "start-apiserver-admission-initializer",
            "generic-apiserver-start-informers",
            "priority-and-fairness-config-consumer",
            "priority-and-fairness-filter",
            "storage-object-count-tracker-hook",
            "start-apiextensions-informers",
            "start-apiextensions-controllers",
            "crd-informer-synced",
            "start-system-namespaces-controller",
            "peer-endpoint-reconciler-controller",
            "start-cluster-authentication-info-controller",
            "start-kube-apiserver-identity-lease-controller",
            "start-kube-apiserver-identity-lease-garbage-collector",
            "storage-readiness",
            "start-legacy-token-tracking-controller",
            "start-service-ip-repair-controllers",
            "rbac/bootstrap-roles",
            "scheduling/bootstrap-system-priority-classes",
            "priority-and-fairness-config-producer",
            "bootstrap-controller",
            "start-kubernetes-service-cidr-controller",
            "aggregator-reload-proxy-client-cert",
            "start-kube-aggregator-informers",
            "apiservice-status-local-available-controller",
            "apiservice-status-remote-available-controller",
            "apiservice-registration-controller",
            "apiservice-discovery-controller",
            "kube-apiserver-autoregistration");

    private final BooleanSupplier storageAnswers;
    private final BooleanSupplier started;
    private final BooleanSupplier stopping;

    /**
     * @param storageAnswers whether storage can be read
     * @param started whether all that is done once after the start is done
     * @param stopping whether the server is shutting down
     */
    public StandardChecks(BooleanSupplier storageAnswers, BooleanSupplier started, BooleanSupplier stopping) {
        this.storageAnswers = storageAnswers;
        this.started = started;
        this.stopping = stopping;
    }

    public HealthHandler healthz() {
        return new HealthHandler("healthz", live());
    }

    public HealthHandler livez() {
        return new HealthHandler("livez", live());
    }

    public HealthHandler readyz() {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(HealthCheck.answering("ping"));
        checks.add(HealthCheck.answering("log"));
        checks.add(new HealthCheck("etcd", storageAnswers));
        checks.add(new HealthCheck("etcd-readiness", storageAnswers));
        checks.add(new HealthCheck("informer-sync", started));
        checks.addAll(hooks());
        checks.add(new HealthCheck("shutdown", () -> !stopping.getAsBoolean()));
        return new HealthHandler("readyz", checks);
    }

    private List<HealthCheck> live() {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(HealthCheck.answering("ping"));
        checks.add(HealthCheck.answering("log"));
        checks.add(HealthCheck.answering("loopback-serving-certificate"));
        checks.add(new HealthCheck("etcd", storageAnswers));
        checks.addAll(hooks());
        return checks;
    }

    private List<HealthCheck> hooks() {
        List<HealthCheck> checks = new ArrayList<>();
        HOOKS.forEach(hook -> checks.add(new HealthCheck("poststarthook/" + hook, started)));
        checks.add(new HealthCheck("autoregister-completion", started));
        checks.add(new HealthCheck("poststarthook/apiservice-openapi-controller", started));
        checks.add(new HealthCheck("poststarthook/apiservice-openapiv3-controller", started));
        return checks;
    }
}
