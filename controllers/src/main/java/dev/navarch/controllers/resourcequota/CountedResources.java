package dev.navarch.controllers.resourcequota;

import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.MetadataWatch;
import dev.navarch.controllers.api.ResourceType;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells quotas of deletions of what they count and nobody else in the process watches. A watch of a resource's metadata
 * begins when the first quota counts it. Guarded by this object's monitor.
 */
final class CountedResources extends AbstractEventSource<PartialObjectMetadata, ResourceQuota> {

    private static final Logger log = LoggerFactory.getLogger(CountedResources.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final MetadataClient client;
    private final Function<String, ? extends Collection<ResourceID>> quotas;
    private final Map<ResourceType, Source> sources = new HashMap<>();
    private boolean closed;

    /** @param quotas those of a namespace; told of before they are woken */
    CountedResources(MetadataClient client, Function<String, ? extends Collection<ResourceID>> quotas) {
        super(PartialObjectMetadata.class, "counted-resources");
        this.client = client;
        this.quotas = quotas;
    }

    synchronized void follow(ResourceType type) {
        if (!closed) {
            var _ = sources.computeIfAbsent(type, Source::new);
        }
    }

    @Override
    public Set<PartialObjectMetadata> getSecondaryResources(ResourceQuota quota) {
        return Set.of();
    }

    @Override
    public synchronized void stop() {
        super.stop();
        closed = true;
        sources.values().forEach(Source::close);
    }

    private void deleted(String namespace) {
        quotas.apply(namespace).forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }

    private final class Source {

        private final ResourceType type;
        private final Thread thread;
        private volatile @Nullable MetadataWatch watch;
        private volatile boolean ended;

        Source(ResourceType type) {
            this.type = type;
            this.thread = Thread.ofVirtual().name("quota-" + type.resource()).start(this::run);
        }

        private void run() {
            while (!ended) {
                try {
                    String version = client.list(type, null).resourceVersion();
                    while (!ended) {
                        version = follow(version);
                    }
                } catch (KubernetesClientException e) {
                    log.debug("The watch of {} broke", type.dotted(), e);
                    pause();
                }
            }
        }

        private String follow(String from) {
            String version = from;
            try (MetadataWatch open =
                    client.watch(type, from, ThreadLocalRandom.current().nextInt(300, 600))) {
                watch = open;
                for (var next = open.next(); next.isPresent() && !ended; next = open.next()) {
                    var object = next.get().object();
                    if (next.get().type().equals("DELETED") && object.namespace() != null) {
                        deleted(object.namespace());
                    }
                    version = object.resourceVersion();
                }
            }
            return version;
        }

        private void pause() {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            ended = true;
            MetadataWatch open = watch;
            if (open != null) {
                open.close();
            }
            thread.interrupt();
        }
    }
}
