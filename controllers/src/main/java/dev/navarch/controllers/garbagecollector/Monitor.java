package dev.navarch.controllers.garbagecollector;

import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.MetadataWatch;
import dev.navarch.controllers.api.ObjectMetadata;
import dev.navarch.controllers.api.ResourceType;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the graph current for one resource by a watch of its metadata. It keeps no objects: after a break it compares
 * the fresh list with what the graph has of the kind. Runs on one virtual thread until it is closed.
 */
final class Monitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Monitor.class);
    private static final long FIRST_PAUSE_MILLIS = 800;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final int GONE = 410;

    private final MetadataClient client;
    private final ResourceType type;
    private final OwnerGraph graph;
    private final Thread thread;
    private volatile boolean synced;
    private volatile boolean closed;
    private volatile @Nullable MetadataWatch watch;

    private Monitor(MetadataClient client, ResourceType type, OwnerGraph graph) {
        this.client = client;
        this.type = type;
        this.graph = graph;
        this.thread = Thread.ofVirtual().name("gc-" + type.resource()).unstarted(this::run);
    }

    static Monitor start(MetadataClient client, ResourceType type, OwnerGraph graph) {
        Monitor monitor = new Monitor(client, type, graph);
        monitor.thread.start();
        return monitor;
    }

    boolean hasSynced() {
        return synced;
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            try {
                follow(list());
                pause = FIRST_PAUSE_MILLIS;
            } catch (RuntimeException e) {
                if (!closed) {
                    log.debug("Watching the metadata of {} broke", type.dotted(), e);
                    pause = sleep(pause);
                }
            }
        }
    }

    private static long sleep(long millis) {
        try {
            Thread.sleep(Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Math.min(LONGEST_PAUSE_MILLIS, millis * 2);
    }

    private String list() {
        MetadataClient.Listing listing = client.list(type, null);
        Set<String> present = new HashSet<>();
        for (ObjectMetadata object : listing.objects()) {
            present.add(object.uid());
            graph.observed(identity(object), object);
        }
        graph.observedOfKind(type.apiVersion(), type.kind()).stream()
                .filter(identity -> !present.contains(identity.uid()))
                .forEach(graph::deleted);
        synced = true;
        return listing.resourceVersion();
    }

    /** Follows the changes from a version on, through ends of the watch, until the version is too old. */
    private void follow(String from) {
        String version = from;
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            try {
                version = watch(version);
                pause = FIRST_PAUSE_MILLIS;
            } catch (KubernetesClientException e) {
                if (closed || e.getCode() == GONE || e.getCode() == 404) {
                    throw e;
                }
                log.debug("The watch of {} broke", type.dotted(), e);
                pause = sleep(pause);
            }
        }
    }

    private String watch(String from) {
        String version = from;
        int timeout = ThreadLocalRandom.current().nextInt(300, 600);
        try (MetadataWatch open = client.watch(type, from, timeout)) {
            watch = open;
            Optional<MetadataWatch.Change> next = closed ? Optional.empty() : open.next();
            while (next.isPresent() && !closed) {
                ObjectMetadata object = next.get().object();
                switch (next.get().type()) {
                    case "ADDED", "MODIFIED" -> graph.observed(identity(object), object);
                    case "DELETED" -> graph.deleted(identity(object));
                    default -> {
                        // A bookmark moves only the version.
                    }
                }
                version = object.resourceVersion();
                next = open.next();
            }
        }
        return version;
    }

    private Identity identity(ObjectMetadata object) {
        return new Identity(
                type.apiVersion(),
                type.kind(),
                Objects.requireNonNullElse(object.namespace(), "").intern(),
                object.name(),
                object.uid());
    }

    @Override
    public void close() {
        closed = true;
        MetadataWatch open = watch;
        if (open != null) {
            try {
                open.close();
            } catch (KubernetesClientException e) {
                log.debug("A watch did not close", e);
            }
        }
        thread.interrupt();
    }
}
