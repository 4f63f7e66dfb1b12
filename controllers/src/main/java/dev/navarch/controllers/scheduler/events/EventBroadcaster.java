package dev.navarch.controllers.scheduler.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.framework.EventRecorder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recorded events in the background. When more wait than {@value #MAX_QUEUED}, further ones are dropped.
 * Thread-safe.
 */
public final class EventBroadcaster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventBroadcaster.class);

    private static final int MAX_QUEUED = 1000;
    private static final int CONCURRENT_WRITES = 16;
    private static final int MAX_TRIES = 12;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int NOT_FOUND = 404;

    private final ApiCalls api;
    private final Clock clock;
    private final BlockingQueue<ObjectNode> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final Semaphore writes = new Semaphore(CONCURRENT_WRITES);
    private final EventSeries series = new EventSeries();
    private final Thread worker;
    private volatile boolean closed;

    public EventBroadcaster(ApiCalls api, Clock clock) {
        this.api = api;
        this.clock = clock;
        this.worker = Thread.ofVirtual().name("scheduler-events").start(this::run);
    }

    /** A recorder that reports under the name of a scheduler. */
    public EventRecorder recorder(String reportingController) {
        String instance = reportingController + "-" + hostname();
        return (regarding, related, type, reason, action, note) -> {
            ObjectNode event = event(regarding, related);
            event.put("reportingController", reportingController);
            event.put("reportingInstance", instance);
            event.put("action", action);
            event.put("reason", reason);
            event.put("note", note);
            event.put("type", type.label());
            if (closed || !queue.offer(event)) {
                log.atDebug().addKeyValue("reason", reason).log("Event dropped");
            }
        };
    }

    private ObjectNode event(HasMetadata regarding, @Nullable HasMetadata related) {
        Instant now = clock.instant();
        ObjectMeta meta = regarding.getMetadata();
        String namespace = meta.getNamespace() == null ? "default" : meta.getNamespace();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        event.putObject("metadata")
                .put("name", meta.getName() + "." + Long.toHexString(nanos))
                .put("namespace", namespace);
        event.put("eventTime", MICRO_TIME.format(now));
        event.set("regarding", reference(regarding));
        if (related != null) {
            event.set("related", reference(related));
        }
        return event;
    }

    private static ObjectNode reference(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("kind", object.getKind());
        if (meta.getNamespace() != null) {
            reference.put("namespace", meta.getNamespace());
        }
        reference.put("name", meta.getName()).put("uid", meta.getUid());
        reference.put("apiVersion", object.getApiVersion()).put("resourceVersion", meta.getResourceVersion());
        return reference;
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void run() {
        try {
            Instant nextSweep = clock.instant().plus(EventSeries.FINISH_AFTER);
            while (!closed) {
                // With nothing remembered there is nothing to sweep, and nothing wakes this thread but an event.
                ObjectNode event = series.isEmpty()
                        ? queue.take()
                        : queue.poll(EventSeries.FINISH_AFTER.toMillis(), TimeUnit.MILLISECONDS);
                if (event != null) {
                    ObjectNode toWrite = series.record(event, MICRO_TIME.format(clock.instant()), clock.instant());
                    if (toWrite != null) {
                        writeAsync(toWrite);
                    }
                }
                if (!clock.instant().isBefore(nextSweep)) {
                    nextSweep = clock.instant().plus(EventSeries.FINISH_AFTER);
                    for (ObjectNode finished : series.finish(clock.instant())) {
                        writeAsync(finished);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAsync(ObjectNode event) throws InterruptedException {
        writes.acquire();
        Thread.ofVirtual().name("scheduler-event-writer").start(() -> {
            try {
                write(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                writes.release();
            }
        });
    }

    private void write(ObjectNode event) throws InterruptedException {
        for (int attempt = 1; attempt <= MAX_TRIES && !closed; attempt++) {
            try {
                writeOnce(event);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 0) {
                    log.atDebug().setCause(e).log("Event refused");
                    return;
                }
            }
            Thread.sleep(RETRY_PAUSE);
        }
    }

    private void writeOnce(ObjectNode event) {
        String namespace = event.path("metadata").path("namespace").asText();
        if (event.has("series")) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.set("series", event.get("series"));
            try {
                api.patchEvent(namespace, event.path("metadata").path("name").asText(), patch);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND) {
                    throw e;
                }
            }
        }
        api.createEvent(namespace, event);
    }

    /** Stops; events that are not yet written are lost, except for what can be written in a second. */
    @Override
    public void close() {
        Instant end = Instant.now().plusSeconds(1);
        try {
            while ((!queue.isEmpty() || writes.availablePermits() < CONCURRENT_WRITES)
                    && Instant.now().isBefore(end)) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        worker.interrupt();
    }
}
