package dev.navarch.controllers.namespace;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finishes the deletion of namespaces. */
public final class NamespaceReconciler implements Reconciler<Namespace> {

    private static final Logger log = LoggerFactory.getLogger(NamespaceReconciler.class);
    private static final String FINALIZER = "kubernetes";

    /** Time for every API server of a cluster to see the deletion, and to finish creations that began before it. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final ContentDeleter deleter;

    public NamespaceReconciler(ControllerContext context) {
        client = context.client();
        deleter = new ContentDeleter(client, context.metadata(), context.discovery());
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace cached, Context<Namespace> context) {
        if (context.isPrimaryResourceDeleted() || !cached.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        Duration early = Duration.between(Instant.now(), deletedAt(cached).plus(GRACE));
        if (early.isPositive()) {
            return UpdateControl.<Namespace>noUpdate().rescheduleAfter(early);
        }
        Namespace namespace =
                client.namespaces().withName(cached.getMetadata().getName()).get();
        if (namespace == null || !namespace.isMarkedForDeletion() || isFinalized(namespace)) {
            return UpdateControl.noUpdate();
        }
        return empty(ensureTerminating(namespace));
    }

    private UpdateControl<Namespace> empty(Namespace namespace) {
        ContentDeletion result = deleter.deleteAll(namespace.getMetadata().getName(), deletedAt(namespace));
        Namespace current = showConditions(namespace, result);
        if (result.hasFailed()) {
            throw new IllegalStateException("Deletion of namespace "
                    + namespace.getMetadata().getName() + " failed: " + result.failureMessage());
        }
        if (result.estimatedSeconds() > 0) {
            return UpdateControl.<Namespace>noUpdate()
                    .rescheduleAfter(Duration.ofSeconds(result.estimatedSeconds() / 2 + 1));
        }
        finalizeNamespace(current);
        return UpdateControl.noUpdate();
    }

    private Namespace ensureTerminating(Namespace namespace) {
        if (namespace.getStatus() != null
                && "Terminating".equals(namespace.getStatus().getPhase())) {
            return namespace;
        }
        return client.resource(new NamespaceBuilder(namespace)
                        .editOrNewStatus()
                        .withPhase("Terminating")
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private Namespace showConditions(Namespace namespace, ContentDeletion result) {
        List<NamespaceCondition> before = namespace.getStatus().getConditions();
        List<NamespaceCondition> after = NamespaceConditions.after(result, before, Times.format(Instant.now()));
        if (after.equals(before)) {
            return namespace;
        }
        try {
            return client.resource(new NamespaceBuilder(namespace)
                            .editStatus()
                            .withConditions(after)
                            .endStatus()
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException e) {
            log.debug(
                    "Conditions of namespace {} could not be written",
                    namespace.getMetadata().getName(),
                    e);
            return namespace;
        }
    }

    /** Removes the finalizer from the newest state of the same namespace. */
    private void finalizeNamespace(Namespace namespace) {
        Namespace latest = namespace;
        while (true) {
            List<String> finalizers = latest.getSpec().getFinalizers().stream()
                    .filter(f -> !f.equals(FINALIZER))
                    .toList();
            Namespace update = new NamespaceBuilder(latest)
                    .editSpec()
                    .withFinalizers(finalizers)
                    .endSpec()
                    .build();
            String name = latest.getMetadata().getName();
            try {
                client.raw("/api/v1/namespaces/" + name + "/finalize", "PUT", update);
                return;
            } catch (KubernetesClientException e) {
                if (ApiErrors.isNotFound(e)) {
                    return;
                }
                if (!ApiErrors.isConflict(e)) {
                    throw e;
                }
            }
            Namespace fresh = client.namespaces().withName(name).get();
            if (fresh == null) {
                return;
            }
            if (!Objects.equals(
                    fresh.getMetadata().getUid(), latest.getMetadata().getUid())) {
                throw new IllegalStateException("namespace uid has changed across retries");
            }
            latest = fresh;
        }
    }

    private static boolean isFinalized(Namespace namespace) {
        return namespace.getSpec() == null
                || namespace.getSpec().getFinalizers().isEmpty();
    }

    private static Instant deletedAt(Namespace namespace) {
        return Times.parseOrEpoch(namespace.getMetadata().getDeletionTimestamp());
    }
}
