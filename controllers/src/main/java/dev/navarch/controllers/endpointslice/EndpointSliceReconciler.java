package dev.navarch.controllers.endpointslice;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.services.ServicePods;
import dev.navarch.controllers.services.SliceStore;
import dev.navarch.controllers.services.TriggerTimes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The EndpointSlice controller. */
public final class EndpointSliceReconciler implements Reconciler<Service> {

    private static final int MAX_ENDPOINTS = 100;
    private static final Duration STALE_CACHE = Duration.ofMillis(100);

    private final EventRecorder recorder;
    private final SharedInformer<Pod> pods;
    private final SharedInformer<EndpointSlice> slices;
    private final ServicePods servicePods;
    private final SliceStore store;
    private final DesiredEndpoints desired;
    private final TriggerTimes triggerTimes = new TriggerTimes();

    public EndpointSliceReconciler(ControllerContext context) {
        recorder = context.events().recorder("endpoint-slice-controller");
        pods = context.informers().of(Pod.class);
        slices = context.informers().of(EndpointSlice.class);
        servicePods = new ServicePods(context.informers().of(Service.class), pods);
        store = new SliceStore(context.client(), slices, SliceTemplate.CONTROLLER);
        desired = new DesiredEndpoints(context.informers().of(Node.class));
    }

    @Override
    public List<EventSource<?, Service>> prepareEventSources(EventSourceContext<Service> context) {
        return List.of(
                new SharedInformerEventSource<>(pods, servicePods::concerned),
                new SharedInformerEventSource<>(slices, store::concerned));
    }

    @Override
    public UpdateControl<Service> reconcile(Service service, Context<Service> context) {
        ResourceID id = ResourceID.fromResource(service);
        if (context.isPrimaryResourceDeleted()) {
            triggerTimes.forget(service);
            store.tracker().forget(id);
            return UpdateControl.noUpdate();
        }
        if (!ServicePods.hasOwnEndpoints(service)) {
            return UpdateControl.noUpdate();
        }
        List<EndpointSlice> existing =
                store.of(id).stream().filter(s -> !s.isMarkedForDeletion()).toList();
        if (store.tracker().isStale(id, existing)) {
            return UpdateControl.<Service>noUpdate().rescheduleAfter(STALE_CACHE);
        }
        try {
            sync(service, id, existing);
        } catch (KubernetesClientException | IllegalStateException e) {
            recorder.warning(
                    service,
                    "FailedToUpdateEndpointSlices",
                    "Error updating Endpoint Slices for Service "
                            + service.getMetadata().getNamespace() + "/"
                            + service.getMetadata().getName() + ": " + ApiErrors.message(e));
            throw e;
        }
        return UpdateControl.noUpdate();
    }

    private void sync(Service service, ResourceID id, List<EndpointSlice> existing) {
        List<Pod> behind = servicePods.of(service);
        Optional<Instant> trigger = triggerTimes.next(service, behind);
        List<String> families = families(service);
        List<String> problems = new ArrayList<>();
        for (String family : families) {
            List<EndpointSlice> ofFamily = existing.stream()
                    .filter(s -> family.equals(s.getAddressType()))
                    .toList();
            SlicePlan plan = plan(service, behind, family, ofFamily, problems);
            carryOut(service, id, plan, trigger);
        }
        existing.stream().filter(s -> !families.contains(s.getAddressType())).forEach(s -> store.delete(id, s));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.size() == 1 ? problems.getFirst() : problems.toString());
        }
    }

    private static List<String> families(Service service) {
        List<String> families = service.getSpec().getIpFamilies();
        if (!families.isEmpty()) {
            return families;
        }
        if (ServicePods.isHeadless(service)) {
            return List.of("IPv4", "IPv6");
        }
        return List.of(service.getSpec().getClusterIP().contains(":") ? "IPv6" : "IPv4");
    }

    private SlicePlan plan(
            Service service, List<Pod> behind, String family, List<EndpointSlice> existing, List<String> problems) {
        SlicePlan plan = new SlicePlan();
        Map<Set<EndpointPort>, List<EndpointSlice>> byPorts = new LinkedHashMap<>();
        for (EndpointSlice slice : existing) {
            if (isOwned(slice, service)) {
                byPorts.computeIfAbsent(Set.copyOf(SliceStore.ports(slice)), k -> new ArrayList<>())
                        .add(slice);
            } else {
                plan.delete().add(slice);
            }
        }
        DesiredEndpoints.Found found = desired.of(service, behind, family);
        problems.addAll(found.problems());
        found.byPorts().forEach((ports, group) -> {
            SliceTemplate template = new SliceTemplate(service, family, group.ports());
            plan.add(new SliceDistribution(MAX_ENDPOINTS, template)
                    .plan(byPorts.getOrDefault(ports, List.of()), group.endpoints()));
        });
        byPorts.forEach((ports, ofPorts) -> {
            if (!found.byPorts().containsKey(ports)) {
                plan.delete().addAll(ofPorts);
            }
        });
        keepPlaceholder(service, family, existing, plan);
        TrafficHints.apply(service, plan, existing);
        reuse(service, plan);
        return plan;
    }

    /** A Service without endpoints has one empty slice, so that it can be told from one that is not known yet. */
    private static void keepPlaceholder(Service service, String family, List<EndpointSlice> existing, SlicePlan plan) {
        if (existing.size() != plan.delete().size() || !plan.create().isEmpty()) {
            return;
        }
        EndpointSlice placeholder = new SliceTemplate(service, family, List.of()).empty();
        if (plan.delete().size() == 1 && isSame(plan.delete().getFirst(), placeholder)) {
            plan.delete().clear();
        } else {
            plan.create().add(placeholder);
        }
    }

    private static boolean isSame(EndpointSlice slice, EndpointSlice placeholder) {
        return SliceStore.endpoints(slice).isEmpty()
                && SliceStore.ports(slice).isEmpty()
                && slice.getMetadata()
                        .getLabels()
                        .equals(placeholder.getMetadata().getLabels());
    }

    /** Overwrites slices that are to go with ones that are to come. */
    private static void reuse(Service service, SlicePlan plan) {
        plan.delete().removeIf(old -> {
            if (plan.create().isEmpty() || !isOwned(old, service)) {
                return false;
            }
            EndpointSlice fresh = plan.create().removeLast();
            plan.update()
                    .add(new EndpointSliceBuilder(fresh)
                            .editMetadata()
                            .withName(old.getMetadata().getName())
                            .endMetadata()
                            .build());
            return true;
        });
    }

    private void carryOut(Service service, ResourceID id, SlicePlan plan, Optional<Instant> trigger) {
        if (!service.isMarkedForDeletion()) {
            for (EndpointSlice slice : plan.create()) {
                try {
                    store.create(id, stamped(slice, trigger));
                } catch (KubernetesClientException e) {
                    if (ApiErrors.isNamespaceTerminating(e)) {
                        return;
                    }
                    throw e;
                }
            }
        }
        plan.update().forEach(slice -> store.update(id, stamped(slice, trigger)));
        plan.delete().forEach(slice -> store.delete(id, slice));
    }

    private static EndpointSlice stamped(EndpointSlice slice, Optional<Instant> trigger) {
        var builder = new EndpointSliceBuilder(slice).editMetadata();
        return trigger.map(t -> builder.addToAnnotations(TriggerTimes.ANNOTATION, t.toString()))
                .orElseGet(() -> builder.removeFromAnnotations(TriggerTimes.ANNOTATION))
                .endMetadata()
                .build();
    }

    private static boolean isOwned(EndpointSlice slice, Service service) {
        return slice.getMetadata().getOwnerReferences().stream()
                .anyMatch(ref -> ref.getUid().equals(service.getMetadata().getUid())
                        && ref.getKind().equals("Service"));
    }
}
