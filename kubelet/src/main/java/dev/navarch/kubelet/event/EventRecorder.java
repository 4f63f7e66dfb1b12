package dev.navarch.kubelet.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events in the background, at most a thousand waiting; what does not fit is dropped. Equal events are one object
 * with a count, and each object may emit 25 events at once and then one every five minutes, as in client-go.
 */
public final class EventRecorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int QUEUE = 1000;
    private static final int REMEMBERED = 4096;
    private static final int BURST = 25;
    private static final double REFILL_PER_SECOND = 1.0 / 300;

    private final KubernetesClient client;
    private final String nodeName;
    private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Map<Key, Known> known = remembering();
    private final Map<String, Bucket> buckets = remembering();
    private final Thread writer;

    private record Key(ObjectReference about, String type, String reason, String message) {}

    private record Occurrence(Key key, Instant at) {}

    private record Known(String name, String namespace, int count) {}

    private record Bucket(double tokens, Instant at) {}

    public EventRecorder(KubernetesClient client, String nodeName) {
        this.client = client;
        this.nodeName = nodeName;
        this.writer = Thread.ofVirtual().name("event-recorder").start(this::run);
    }

    public void normal(ObjectReference about, String reason, String message) {
        offer(about, "Normal", reason, message);
    }

    public void warning(ObjectReference about, String reason, String message) {
        offer(about, "Warning", reason, message);
    }

    private void offer(ObjectReference about, String type, String reason, String message) {
        String text = message.length() > 1024 ? message.substring(0, 1024) : message;
        if (!queue.offer(new Occurrence(new Key(about, type, reason, text), Instant.now()))) {
            log.atWarn().addKeyValue("reason", reason).log("event dropped: too many wait to be written");
        }
    }

    /** A reference to an object as a whole. */
    public static ObjectReference about(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build();
    }

    /** A reference to a part of an object, such as {@code spec.containers{web}}. */
    public static ObjectReference about(HasMetadata object, String fieldPath) {
        return new ObjectReferenceBuilder(about(object))
                .withFieldPath(fieldPath)
                .build();
    }

    private void run() {
        try {
            while (true) {
                write(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Occurrence occurrence) throws InterruptedException {
        Key key = withoutVersion(occurrence.key);
        if (!allowed(key.about, occurrence.at)) {
            return;
        }
        for (int attempt = 0; attempt < 12; attempt++) {
            try {
                Known before = known.get(key);
                known.put(key, before == null ? create(occurrence) : count(occurrence, before));
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404 && known.remove(key) != null) {
                    continue;
                }
                if (e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != 429) {
                    log.atDebug().setCause(e).log("event refused");
                    return;
                }
                TimeUnit.SECONDS.sleep(Math.min(10, 1L << attempt));
            }
        }
    }

    private static Key withoutVersion(Key key) {
        ObjectReference about =
                new ObjectReferenceBuilder(key.about).withResourceVersion(null).build();
        return new Key(about, key.type, key.reason, key.message);
    }

    private boolean allowed(ObjectReference about, Instant at) {
        String source = about.getKind() + "/" + about.getNamespace() + "/" + about.getName() + "/" + about.getUid();
        Bucket bucket = buckets.getOrDefault(source, new Bucket(BURST, at));
        double tokens =
                Math.min(BURST, bucket.tokens + ChronoUnit.MILLIS.between(bucket.at, at) / 1000.0 * REFILL_PER_SECOND);
        boolean allowed = tokens >= 1;
        buckets.put(source, new Bucket(allowed ? tokens - 1 : tokens, at));
        return allowed;
    }

    private Known create(Occurrence occurrence) {
        ObjectReference about = occurrence.key.about;
        String namespace = about.getNamespace() == null ? "default" : about.getNamespace();
        String name = about.getName() + "."
                + Long.toHexString(System.currentTimeMillis() * 1_000_000 + System.nanoTime() % 1_000_000);
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(about)
                .withType(occurrence.key.type)
                .withReason(occurrence.key.reason)
                .withMessage(occurrence.key.message)
                .withNewSource()
                .withComponent("kubelet")
                .withHost(nodeName)
                .endSource()
                .withReportingComponent("kubelet")
                .withReportingInstance(nodeName)
                .withFirstTimestamp(TIME.format(occurrence.at))
                .withLastTimestamp(TIME.format(occurrence.at))
                .withCount(1)
                .build();
        client.v1().events().inNamespace(namespace).resource(event).create();
        return new Known(name, namespace, 1);
    }

    private Known count(Occurrence occurrence, Known before) {
        Event change = new EventBuilder()
                .withNewMetadata()
                .withName(before.name)
                .withNamespace(before.namespace)
                .endMetadata()
                .withCount(before.count + 1)
                .withLastTimestamp(TIME.format(occurrence.at))
                .build();
        client.v1()
                .events()
                .inNamespace(before.namespace)
                .withName(before.name)
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), change);
        return new Known(before.name, before.namespace, before.count + 1);
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
