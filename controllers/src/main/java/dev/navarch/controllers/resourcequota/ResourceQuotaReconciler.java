package dev.navarch.controllers.resourcequota;

import dev.navarch.api.quota.ResourceAmounts;
import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.pods.PodState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The resource quota controller. */
public final class ResourceQuotaReconciler implements Reconciler<ResourceQuota> {

    private static final Duration PERIOD = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final ControllerContext context;
    private final SharedInformer<ResourceQuota> quotas;
    private final CountedResources counted;
    private final Usage usage;

    /** When each quota, by UID, is to be counted again whatever its status says. */
    private final Map<String, Instant> due = new ConcurrentHashMap<>();

    public ResourceQuotaReconciler(ControllerContext context) {
        this.context = context;
        client = context.client();
        quotas = context.informers().of(ResourceQuota.class);
        counted = new CountedResources(context.metadata(), this::replenish);
        usage = new Usage(context, counted);
    }

    @Override
    public List<EventSource<?, ResourceQuota>> prepareEventSources(EventSourceContext<ResourceQuota> unused) {
        return List.of(
                counted,
                source(Pod.class, change -> change.isRemoval() || givesBack(change)),
                source(Service.class, change -> !change.isAddition() && specChanged(change)),
                source(PersistentVolumeClaim.class, Change::isRemoval));
    }

    private <T extends HasMetadata> EventSource<?, ResourceQuota> source(Class<T> type, Predicate<Change<T>> matters) {
        return new SharedInformerEventSource<T, ResourceQuota>(
                context.informers().of(type),
                change -> matters.test(change)
                        ? replenish(change.object().getMetadata().getNamespace())
                        : List.of());
    }

    private static boolean givesBack(Change<Pod> change) {
        Pod before = change.before();
        Pod after = change.after();
        return before != null
                && after != null
                && ((PodState.isTerminal(after) && !PodState.isTerminal(before))
                        || (after.isMarkedForDeletion() && !before.isMarkedForDeletion())
                        || !before.getSpec().equals(after.getSpec()));
    }

    private static boolean specChanged(Change<Service> change) {
        Service before = change.before();
        Service after = change.after();
        return before == null || after == null || !before.getSpec().equals(after.getSpec());
    }

    /** Marks the namespace's quotas as to be counted again. */
    private List<ResourceID> replenish(String namespace) {
        List<ResourceQuota> concerned = quotas.inNamespace(namespace);
        concerned.forEach(quota -> due.put(quota.getMetadata().getUid(), Instant.EPOCH));
        return concerned.stream().map(ResourceID::fromResource).toList();
    }

    @Override
    public UpdateControl<ResourceQuota> reconcile(ResourceQuota quota, Context<ResourceQuota> unused) {
        String uid = quota.getMetadata().getUid();
        if (unused.isPrimaryResourceDeleted()) {
            due.remove(uid);
            return UpdateControl.noUpdate();
        }
        Instant now = Instant.now();
        if (isComplete(quota) && due.getOrDefault(uid, Instant.EPOCH).isAfter(now)) {
            return UpdateControl.<ResourceQuota>noUpdate().rescheduleAfter(PERIOD);
        }
        due.put(uid, now.plus(PERIOD));
        try {
            write(quota, usage.of(quota));
        } catch (RuntimeException e) {
            due.put(uid, Instant.EPOCH);
            throw e;
        }
        return UpdateControl.<ResourceQuota>noUpdate().rescheduleAfter(PERIOD);
    }

    private static boolean isComplete(ResourceQuota quota) {
        ResourceQuotaStatus status = quota.getStatus();
        return status != null
                && isSame(status.getHard(), quota.getSpec().getHard())
                && orEmpty(status.getUsed())
                        .keySet()
                        .equals(orEmpty(status.getHard()).keySet());
    }

    private void write(ResourceQuota quota, ResourceAmounts counted) {
        Map<String, Quantity> hard = orEmpty(quota.getSpec().getHard());
        ResourceQuotaStatus before = quota.getStatus() == null ? new ResourceQuotaStatus() : quota.getStatus();
        Map<String, Quantity> used = new TreeMap<>(orEmpty(before.getUsed()));
        counted.byName().forEach((name, amount) -> used.put(name, new Quantity(amount.toString())));
        used.keySet().retainAll(hard.keySet());
        boolean unset = before.getHard() == null || before.getUsed() == null;
        if (unset || !isSame(before.getHard(), hard) || !isSame(before.getUsed(), used)) {
            client.resource(new ResourceQuotaBuilder(quota)
                            .withNewStatus()
                            .withHard(hard)
                            .withUsed(used)
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    private static boolean isSame(@Nullable Map<String, Quantity> a, @Nullable Map<String, Quantity> b) {
        return orEmpty(a).equals(orEmpty(b));
    }

    private static Map<String, Quantity> orEmpty(@Nullable Map<String, Quantity> amounts) {
        return Objects.requireNonNullElse(amounts, Map.of());
    }
}
