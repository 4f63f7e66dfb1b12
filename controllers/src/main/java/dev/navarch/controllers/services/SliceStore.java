package dev.navarch.controllers.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The slices of one controller: found by the Service that they are for, and written with their empty lists in place. */
public final class SliceStore {

    public static final String SERVICE_NAME = "kubernetes.io/service-name";
    public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    private static final String BY_SERVICE = "endpointslices-by-service";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final SharedInformer<EndpointSlice> slices;
    private final String controllerName;
    private final SliceTracker tracker = new SliceTracker();

    public SliceStore(KubernetesClient client, SharedInformer<EndpointSlice> slices, String controllerName) {
        this.client = client;
        this.slices = slices.indexedBy(BY_SERVICE, s -> List.of(key(s)));
        this.controllerName = controllerName;
    }

    public SliceTracker tracker() {
        return tracker;
    }

    public List<EndpointSlice> of(ResourceID service) {
        return slices.byIndex(BY_SERVICE, key(service.getNamespace().orElse(""), service.getName(), controllerName));
    }

    /** The Services whose slices were changed by somebody else than this controller. */
    public Set<ResourceID> concerned(Change<EndpointSlice> change) {
        EndpointSlice before = change.before();
        EndpointSlice after = change.after();
        Set<ResourceID> concerned = new LinkedHashSet<>();
        if (before != null && after != null) {
            if (!label(before, SERVICE_NAME).equals(label(after, SERVICE_NAME))) {
                concerned.add(service(before));
                concerned.add(service(after));
                return concerned;
            }
            if (isManaged(before) != isManaged(after)) {
                concerned.add(service(after));
            }
        }
        if (isManaged(change.object()) && tracker.isNews(service(change.object()), before, after)) {
            concerned.add(service(change.object()));
        }
        return concerned;
    }

    /** Makes the slice. */
    public void create(ResourceID service, EndpointSlice slice) {
        tracker.wrote(service, send("POST", path(slice), slice));
    }

    /** Overwrites the slice; in whatever version it is where this one names none. */
    public void update(ResourceID service, EndpointSlice slice) {
        tracker.wrote(
                service, send("PUT", path(slice) + "/" + slice.getMetadata().getName(), slice));
    }

    public void delete(ResourceID service, EndpointSlice slice) {
        client.resource(slice).delete();
        tracker.deleted(service, slice);
    }

    /** The slice's endpoints; the API writes none of them as null. */
    public static List<Endpoint> endpoints(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getEndpoints(), List.of());
    }

    /** The slice's ports; the API writes none of them as null. */
    public static List<EndpointPort> ports(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getPorts(), List.of());
    }

    private EndpointSlice send(String method, String path, EndpointSlice slice) {
        var serialization = client.getKubernetesSerialization();
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(serialization.asJson(slice));
            // The model leaves empty lists out, but an absent list of endpoints reads as null to clients.
            for (String list : List.of("endpoints", "ports")) {
                JsonNode value = json.get(list);
                if (value == null || value.isNull()) {
                    json.putArray(list);
                }
            }
            return serialization.unmarshal(client.raw(path, method, json.toString()), EndpointSlice.class);
        } catch (IOException e) {
            throw new KubernetesClientException("An EndpointSlice cannot be written as JSON", e);
        }
    }

    private static String path(EndpointSlice slice) {
        return "/apis/discovery.k8s.io/v1/namespaces/" + slice.getMetadata().getNamespace() + "/endpointslices";
    }

    private boolean isManaged(EndpointSlice slice) {
        return controllerName.equals(label(slice, MANAGED_BY));
    }

    private static ResourceID service(EndpointSlice slice) {
        return new ResourceID(label(slice, SERVICE_NAME), slice.getMetadata().getNamespace());
    }

    private static String label(EndpointSlice slice, String key) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return labels == null ? "" : Objects.requireNonNullElse(labels.get(key), "");
    }

    private static String key(EndpointSlice slice) {
        return key(slice.getMetadata().getNamespace(), label(slice, SERVICE_NAME), label(slice, MANAGED_BY));
    }

    private static String key(String namespace, String service, String managedBy) {
        return namespace + "/" + service + "/" + managedBy;
    }
}
