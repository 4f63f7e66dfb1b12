package dev.navarch.proxy.dns;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Keeps the index as Services, EndpointSlices and Namespaces are. Each change costs as much as its one service is large. */
final class ServiceWatch implements AutoCloseable {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String BY_SERVICE = "by-service";

    private final ServiceIndex index;
    private final Consumer<String> serviceRemoved;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private final SharedIndexInformer<Namespace> namespaces;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Prepares the watch.
     *
     * @param serviceRemoved told {@code namespace/name} of a service that went, or whose endpoints did
     */
    ServiceWatch(KubernetesClient client, ServiceIndex index, Consumer<String> serviceRemoved) {
        this.index = index;
        this.serviceRemoved = serviceRemoved;
        this.services = client.services().inAnyNamespace().runnableInformer(0);
        this.slices = client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0);
        this.namespaces = client.namespaces().runnableInformer(0);
        slices.addIndexers(Map.of(BY_SERVICE, slice -> List.of(serviceOf(slice))));
        services.addEventHandler(onChange(this::serviceChanged));
        slices.addEventHandler(onChange(this::sliceChanged));
        namespaces.addEventHandler(onChange(this::namespaceChanged));
        for (SharedIndexInformer<?> informer : all()) {
            informer.exceptionHandler((started, failure) -> !closed.get());
        }
    }

    private List<SharedIndexInformer<?>> all() {
        return List.of(services, slices, namespaces);
    }

    private static String serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return slice.getMetadata().getNamespace() + "/" + (labels == null ? "" : labels.getOrDefault(SERVICE_NAME, ""));
    }

    private interface Change<T> {
        void accept(T object, boolean deleted);
    }

    private static <T extends HasMetadata> ResourceEventHandler<T> onChange(Change<T> change) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                change.accept(added, false);
            }

            @Override
            public void onUpdate(T before, T after) {
                change.accept(after, false);
            }

            @Override
            public void onDelete(T deleted, boolean finalStateUnknown) {
                change.accept(deleted, true);
            }
        };
    }

    private void serviceChanged(Service service, boolean deleted) {
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        renew(namespace, name);
        if (deleted) {
            serviceRemoved.accept(namespace + "/" + name);
        }
    }

    private void sliceChanged(EndpointSlice slice, boolean deleted) {
        String service = serviceOf(slice);
        renew(slice.getMetadata().getNamespace(), service.substring(service.indexOf('/') + 1));
        if (deleted) {
            serviceRemoved.accept(service);
        }
    }

    /** From what the informers know now, which may be newer than the event: the last one to come leaves the truth. */
    private synchronized void renew(String namespace, String name) {
        String key = namespace + "/" + name;
        Service service = services.getStore().getByKey(key);
        if (service == null) {
            index.remove(namespace, name);
        } else {
            index.put(ServiceRecords.of(service, slices.getIndexer().byIndex(BY_SERVICE, key)));
        }
    }

    private void namespaceChanged(Namespace namespace, boolean deleted) {
        if (deleted) {
            index.removeNamespace(namespace.getMetadata().getName());
        } else {
            index.putNamespace(namespace.getMetadata().getName());
        }
    }

    /** Begins to watch and returns; the index says when all has been read. */
    void start() {
        all().forEach(SharedIndexInformer::start);
        Thread.ofVirtual().name("dns-sync").start(this::awaitSync);
    }

    private void awaitSync() {
        try {
            while (!closed.get() && !all().stream().allMatch(SharedIndexInformer::hasSynced)) {
                Thread.sleep(20);
            }
            // Handlers run behind the informers: what they have not yet seen is read here.
            for (Namespace namespace : namespaces.getStore().list()) {
                namespaceChanged(namespace, false);
            }
            for (Service service : services.getStore().list()) {
                renew(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName());
            }
            index.setSynced();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.set(true);
        all().forEach(SharedIndexInformer::stop);
    }
}
