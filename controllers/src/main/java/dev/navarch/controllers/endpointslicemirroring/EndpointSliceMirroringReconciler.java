package dev.navarch.controllers.endpointslicemirroring;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.endpointslicemirroring.MirroredSlices.Group;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.services.ServicePods;
import dev.navarch.controllers.services.SliceStore;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The EndpointSlice mirroring controller. */
public final class EndpointSliceMirroringReconciler implements Reconciler<Endpoints> {

    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final Duration STALE_CACHE = Duration.ofMillis(100);

    private final EventRecorder recorder;
    private final SharedInformer<Service> services;
    private final SharedInformer<EndpointSlice> slices;
    private final SliceStore store;

    public EndpointSliceMirroringReconciler(ControllerContext context) {
        recorder = context.events().recorder("endpoint-slice-mirroring-controller");
        services = context.informers().of(Service.class);
        slices = context.informers().of(EndpointSlice.class);
        store = new SliceStore(context.client(), slices, MirroredSlices.CONTROLLER);
    }

    @Override
    public List<EventSource<?, Endpoints>> prepareEventSources(EventSourceContext<Endpoints> context) {
        return List.of(
                new SharedInformerEventSource<>(services, EndpointSliceMirroringReconciler::concerned),
                new SharedInformerEventSource<>(slices, store::concerned));
    }

    private static List<ResourceID> concerned(Change<Service> change) {
        boolean unselected = change.states().anyMatch(s -> !ServicePods.hasSelector(s));
        return unselected ? List.of(ResourceID.fromResource(change.object())) : List.of();
    }

    @Override
    public UpdateControl<Endpoints> reconcile(Endpoints endpoints, Context<Endpoints> context) {
        ResourceID id = ResourceID.fromResource(endpoints);
        List<EndpointSlice> existing = store.of(id);
        Optional<Service> service = services.get(
                endpoints.getMetadata().getNamespace(), endpoints.getMetadata().getName());
        boolean mirrored = !context.isPrimaryResourceDeleted()
                && mayBeMirrored(endpoints)
                && service.filter(s -> !ServicePods.hasSelector(s)).isPresent();
        if (!mirrored) {
            store.tracker().forget(id);
            existing.forEach(slice -> store.delete(id, slice));
            return UpdateControl.noUpdate();
        }
        if (store.tracker().isStale(id, existing)) {
            return UpdateControl.<Endpoints>noUpdate().rescheduleAfter(STALE_CACHE);
        }
        mirror(endpoints, id, existing);
        return UpdateControl.noUpdate();
    }

    private static boolean mayBeMirrored(Endpoints endpoints) {
        Map<String, String> labels =
                Objects.requireNonNullElse(endpoints.getMetadata().getLabels(), Map.of());
        Map<String, String> annotations =
                Objects.requireNonNullElse(endpoints.getMetadata().getAnnotations(), Map.of());
        return !"true".equals(labels.get(SKIP)) && !annotations.containsKey(LEADER);
    }

    private void mirror(Endpoints endpoints, ResourceID id, List<EndpointSlice> existing) {
        MirroredSlices mirrored = new MirroredSlices(endpoints);
        tellOfSkipped(endpoints, mirrored);
        List<EndpointSlice> create = new ArrayList<>();
        List<EndpointSlice> update = new ArrayList<>();
        List<EndpointSlice> delete = new ArrayList<>();
        Map<Group, List<EndpointSlice>> byGroup = new LinkedHashMap<>();
        existing.forEach(s ->
                byGroup.computeIfAbsent(Group.of(s), k -> new ArrayList<>()).add(s));
        mirrored.wanted().keySet().forEach(group -> {
            List<EndpointSlice> ofGroup = byGroup.getOrDefault(group, List.of());
            if (ofGroup.isEmpty()) {
                create.add(mirrored.slice(group));
                return;
            }
            delete.addAll(ofGroup.subList(1, ofGroup.size()));
            if (!mirrored.isMirroredBy(group, ofGroup.getFirst())) {
                update.add(named(mirrored.slice(group), ofGroup.getFirst()));
            } else if (!store.tracker().knows(id, ofGroup.getFirst())) {
                store.tracker().wrote(id, ofGroup.getFirst());
            }
        });
        byGroup.forEach((group, ofGroup) -> {
            if (!mirrored.wanted().containsKey(group)) {
                delete.addAll(ofGroup);
            }
        });
        reuse(create, update, delete);
        carryOut(endpoints, id, create, update, delete);
    }

    private void tellOfSkipped(Endpoints endpoints, MirroredSlices mirrored) {
        if (mirrored.invalid() > 0) {
            recorder.warning(
                    endpoints,
                    "InvalidIPAddress",
                    "Skipped " + mirrored.invalid() + " invalid IP addresses when mirroring to EndpointSlices");
        }
        if (mirrored.skipped() > mirrored.invalid()) {
            recorder.warning(
                    endpoints,
                    "TooManyAddressesToMirror",
                    "A max of " + MirroredSlices.MAX_ENDPOINTS
                            + " addresses can be mirrored to EndpointSlices per Endpoints subset. "
                            + mirrored.skipped() + " addresses were skipped");
        }
    }

    /** Overwrites slices that are to go with ones of the same family that are to come. */
    private static void reuse(List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {
        delete.removeIf(old -> {
            Optional<EndpointSlice> fresh = create.stream()
                    .filter(s -> s.getAddressType().equals(old.getAddressType()))
                    .findFirst();
            fresh.ifPresent(slice -> {
                create.remove(slice);
                update.add(named(slice, old));
            });
            return fresh.isPresent();
        });
    }

    private void carryOut(
            Endpoints endpoints,
            ResourceID id,
            List<EndpointSlice> create,
            List<EndpointSlice> update,
            List<EndpointSlice> delete) {
        if (!endpoints.isMarkedForDeletion()) {
            for (EndpointSlice slice : create) {
                try {
                    store.create(id, slice);
                } catch (KubernetesClientException e) {
                    if (ApiErrors.isNamespaceTerminating(e)) {
                        return;
                    }
                    throw e;
                }
            }
        }
        update.forEach(slice -> store.update(id, slice));
        delete.forEach(slice -> store.delete(id, slice));
    }

    private static EndpointSlice named(EndpointSlice slice, EndpointSlice existing) {
        return new EndpointSliceBuilder(slice)
                .editMetadata()
                .withGenerateName(null)
                .withName(existing.getMetadata().getName())
                .endMetadata()
                .build();
    }
}
