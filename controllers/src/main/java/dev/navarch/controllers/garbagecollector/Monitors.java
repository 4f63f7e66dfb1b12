package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ResourceType;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source of changes for each resource that can be collected, as discovery names them, asked every 30 s: the shared
 * informer where the process has one of the kind anyway, a {@link Monitor} else.
 *
 * <p>The sources are guarded by this object's monitor.
 */
final class Monitors implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Monitors.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final MetadataClient client;
    private final SharedInformers informers;
    private final ResourceTypes types;
    private final OwnerGraph graph;
    private final Map<ResourceType, AutoCloseable> sources = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("gc-discovery").unstarted(this::run);
    private boolean closed;

    Monitors(ControllerContext context, ResourceTypes types, OwnerGraph graph) {
        this.client = context.metadata();
        this.informers = context.informers();
        this.types = types;
        this.graph = graph;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                sync(types.discover());
            } catch (KubernetesClientException e) {
                log.warn("The resources to collect could not be discovered: {}", e.getMessage());
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void sync(Discovery.Found found) {
        if (closed) {
            return;
        }
        Set<ResourceType> wanted = new HashSet<>();
        found.resources().stream()
                .filter(t -> t.supports("delete", "list", "watch"))
                .filter(t -> !t.resource().equals("events"))
                .forEach(wanted::add);
        // What could not be asked about just now keeps its source.
        sources.keySet().stream()
                .filter(t -> found.failures().containsKey(t.apiVersion()))
                .forEach(wanted::add);
        Set<ResourceType> gone = new HashSet<>(sources.keySet());
        gone.removeAll(wanted);
        gone.forEach(type -> close(Objects.requireNonNull(sources.remove(type))));
        wanted.forEach(type -> sources.computeIfAbsent(type, this::source));
    }

    private AutoCloseable source(ResourceType type) {
        return informers.complete().stream()
                .filter(i -> HasMetadata.getKind(i.type()).equals(type.kind())
                        && HasMetadata.getApiVersion(i.type()).equals(type.apiVersion()))
                .findFirst()
                .<AutoCloseable>map(i -> subscribe(i, type))
                .orElseGet(() -> Monitor.start(client, type, graph));
    }

    private <T extends HasMetadata> AutoCloseable subscribe(SharedInformer<T> informer, ResourceType type) {
        return informer.onChange(change -> changed(change, type));
    }

    private void changed(Change<? extends HasMetadata> change, ResourceType type) {
        var meta = change.object().getMetadata();
        Identity identity = new Identity(
                type.apiVersion(),
                type.kind(),
                Objects.requireNonNullElse(meta.getNamespace(), ""),
                meta.getName(),
                meta.getUid());
        if (change.isRemoval()) {
            graph.deleted(identity);
        } else {
            graph.observed(identity, metadata(change.object()));
        }
    }

    private static ObjectMetadata metadata(HasMetadata object) {
        var meta = object.getMetadata();
        return new ObjectMetadata(
                meta.getNamespace(),
                meta.getName(),
                meta.getUid(),
                meta.getResourceVersion(),
                meta.getDeletionTimestamp(),
                meta.getOwnerReferences().stream()
                        .map(o -> new ObjectMetadata.Owner(
                                o.getApiVersion(),
                                o.getKind(),
                                o.getName(),
                                o.getUid(),
                                o.getController(),
                                o.getBlockOwnerDeletion()))
                        .toList(),
                meta.getFinalizers());
    }

    private static void close(AutoCloseable source) {
        try {
            source.close();
        } catch (Exception e) {
            log.debug("A source of changes did not close", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            closed = true;
            sources.values().forEach(Monitors::close);
            sources.clear();
        }
    }
}
