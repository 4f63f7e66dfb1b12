package dev.navarch.controllers.endpoint;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.services.ServicePods;
import dev.navarch.controllers.services.Subsets;
import dev.navarch.controllers.services.TriggerTimes;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Endpoints controller. */
public final class EndpointsReconciler implements Reconciler<Service> {

    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String CONTROLLER = "endpoint-controller";
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    private static final Duration STALE_CACHE = Duration.ofMillis(100);

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<Pod> pods;
    private final SharedInformer<Endpoints> endpoints;
    private final ServicePods servicePods;
    private final TriggerTimes triggerTimes = new TriggerTimes();

    /** The versions that were overwritten here last, so that a cache that still shows them is known to be old. */
    private final Map<ResourceID, String> overwritten = new ConcurrentHashMap<>();

    public EndpointsReconciler(ControllerContext context) {
        client = context.client();
        recorder = context.events().recorder("endpoint-controller");
        pods = context.informers().of(Pod.class);
        endpoints = context.informers().of(Endpoints.class);
        servicePods = new ServicePods(context.informers().of(Service.class), pods);
    }

    @Override
    public List<EventSource<?, Service>> prepareEventSources(EventSourceContext<Service> context) {
        return List.of(
                new SharedInformerEventSource<>(pods, servicePods::concerned),
                new SharedInformerEventSource<>(
                        endpoints,
                        change -> change.isRemoval() ? List.of(ResourceID.fromResource(change.object())) : List.of()));
    }

    @Override
    public UpdateControl<Service> reconcile(Service service, Context<Service> context) {
        if (context.isPrimaryResourceDeleted()) {
            triggerTimes.forget(service);
            overwritten.remove(ResourceID.fromResource(service));
            client.endpoints()
                    .inNamespace(service.getMetadata().getNamespace())
                    .withName(service.getMetadata().getName())
                    .delete();
        } else if (ServicePods.hasOwnEndpoints(service)) {
            return sync(service);
        }
        return UpdateControl.noUpdate();
    }

    private UpdateControl<Service> sync(Service service) {
        Optional<Endpoints> existing = endpoints.get(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
        if (existing.filter(e -> isStale(service, e)).isPresent()) {
            return UpdateControl.<Service>noUpdate().rescheduleAfter(STALE_CACHE);
        }
        List<Pod> behind = servicePods.of(service);
        Optional<Instant> trigger = triggerTimes.next(service, behind);
        List<EndpointSubset> subsets = EndpointsCalculation.subsets(service, behind);
        if (existing.isPresent() && isRight(existing.get(), service, subsets)) {
            return UpdateControl.noUpdate();
        }
        Endpoints wanted = wanted(service, existing, subsets, trigger);
        try {
            if (existing.isPresent()) {
                replace(service, existing.get(), wanted);
            } else {
                client.resource(wanted).create();
            }
        } catch (KubernetesClientException e) {
            tellUnlessTerminating(service, wanted, existing.isPresent(), e);
        }
        return UpdateControl.noUpdate();
    }

    private void replace(Service service, Endpoints existing, Endpoints wanted) {
        String before = existing.getMetadata().getResourceVersion();
        Endpoints updated = client.resource(wanted).update();
        if (!before.equals(updated.getMetadata().getResourceVersion())) {
            overwritten.put(ResourceID.fromResource(service), before);
        }
    }

    private boolean isStale(Service service, Endpoints cached) {
        return cached.getMetadata().getResourceVersion().equals(overwritten.get(ResourceID.fromResource(service)));
    }

    private void tellUnlessTerminating(Service service, Endpoints wanted, boolean update, KubernetesClientException e) {
        if (!update && ApiErrors.isForbidden(e) && ApiErrors.isNamespaceTerminating(e)) {
            return;
        }
        String name = service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
        if (update) {
            recorder.warning(
                    wanted,
                    "FailedToUpdateEndpoint",
                    "Failed to update endpoint " + name + ": " + ApiErrors.message(e));
        } else {
            recorder.warning(
                    wanted,
                    "FailedToCreateEndpoint",
                    "Failed to create endpoint for service " + name + ": " + ApiErrors.message(e));
        }
        throw e;
    }

    private static boolean isRight(Endpoints existing, Service service, List<EndpointSubset> subsets) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(existing.getMetadata().getAnnotations(), Map.of());
        return Subsets.repack(existing.getSubsets()).equals(subsets)
                && labels(service).equals(existing.getMetadata().getLabels())
                && EndpointsCapacity.addresses(existing.getSubsets()) <= EndpointsCapacity.MAX_ADDRESSES
                && !annotations.containsKey(OVER_CAPACITY);
    }

    private static Endpoints wanted(
            Service service, Optional<Endpoints> existing, List<EndpointSubset> subsets, Optional<Instant> trigger) {
        Map<String, String> annotations = new HashMap<>(
                existing.map(e -> e.getMetadata().getAnnotations()).orElse(Map.of()));
        trigger.ifPresentOrElse(
                t -> annotations.put(TriggerTimes.ANNOTATION, t.toString()),
                () -> annotations.remove(TriggerTimes.ANNOTATION));
        List<EndpointSubset> held = EndpointsCapacity.truncated(subsets);
        if (EndpointsCapacity.addresses(held) < EndpointsCapacity.addresses(subsets)) {
            annotations.put(OVER_CAPACITY, "truncated");
        } else {
            annotations.remove(OVER_CAPACITY);
        }
        return existing.map(EndpointsBuilder::new)
                .orElseGet(EndpointsBuilder::new)
                .editOrNewMetadata()
                .withName(service.getMetadata().getName())
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels(service))
                .withAnnotations(annotations)
                .endMetadata()
                .withSubsets(held)
                .build();
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels =
                new HashMap<>(Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of()));
        labels.remove(HEADLESS);
        if (ServicePods.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        labels.put(MANAGED_BY, CONTROLLER);
        return labels;
    }
}
