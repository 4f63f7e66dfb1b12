package dev.navarch.controllers.events;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import dev.navarch.controllers.api.Times;
import dev.navarch.controllers.events.EventCorrelator.Outcome;
import dev.navarch.controllers.events.EventCorrelator.Written;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events in the background, one after the other. Events are dropped where more than a thousand wait. */
public final class EventBroadcaster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventBroadcaster.class);
    private static final int ATTEMPTS = 12;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final BlockingQueue<RecordedEvent> queue = new LinkedBlockingQueue<>(1000);
    private final EventCorrelator correlator = new EventCorrelator();
    private final Thread writer;

    public EventBroadcaster(KubernetesClient client) {
        this.client = client;
        this.writer = Thread.ofVirtual().name("event-broadcaster").start(this::run);
    }

    public EventRecorder recorder(String component) {
        return new EventRecorder(this, component);
    }

    void accept(RecordedEvent event) {
        if (!queue.offer(event)) {
            log.atWarn().addKeyValue("reason", event.reason()).log("Too many events wait to be written; dropped one");
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                RecordedEvent event = queue.take();
                Instant now = Instant.now();
                var outcome = correlator.correlate(event, now);
                if (outcome.isPresent()) {
                    write(outcome.get(), now);
                }
            }
        } catch (InterruptedException e) {
            log.debug("Stopped writing events");
        }
    }

    private void write(Outcome outcome, Instant now) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                correlator.wrote(outcome.key(), writeOnce(outcome, now));
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() >= 400 && e.getCode() < 500) {
                    if (!ApiErrors.isNamespaceTerminating(e)) {
                        log.atWarn()
                                .addKeyValue("reason", outcome.event().reason())
                                .log("The API server refused an event: {}", ApiErrors.message(e));
                    }
                    return;
                }
                log.debug("Could not write an event, attempt {}", attempt, e);
                Thread.sleep(PAUSE);
            } catch (RuntimeException e) {
                log.warn("Could not write an event", e);
                return;
            }
        }
    }

    private Written writeOnce(Outcome outcome, Instant now) {
        Written existing = outcome.existing();
        if (existing != null) {
            try {
                return countUp(existing, outcome, now);
            } catch (KubernetesClientException e) {
                if (!ApiErrors.isNotFound(e)) {
                    throw e;
                }
                correlator.forget(outcome.key());
            }
        }
        return create(outcome.event(), now);
    }

    private Written countUp(Written existing, Outcome outcome, Instant now) {
        int count = existing.count() + 1;
        Event patch = new EventBuilder()
                .withApiVersion(null)
                .withKind(null)
                .withCount(count)
                .withLastTimestamp(Times.format(now))
                .withMessage(outcome.event().message())
                .build();
        Event named = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespaceOf(outcome.event()))
                .withName(existing.name())
                .endMetadata()
                .build();
        Patches.strategicMerge(
                client, named, client.getKubernetesSerialization().asJson(patch));
        return new Written(existing.name(), count, existing.first());
    }

    private Written create(RecordedEvent event, Instant now) {
        String namespace = namespaceOf(event);
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        String name = event.about().getName() + "." + Long.toHexString(nanos);
        Event object = new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withAnnotations(event.annotations())
                .endMetadata()
                .withInvolvedObject(event.about())
                .withReason(event.reason())
                .withMessage(event.message())
                .withType(event.type())
                .withFirstTimestamp(Times.format(now))
                .withLastTimestamp(Times.format(now))
                .withCount(1)
                .withNewSource()
                .withComponent(event.component())
                .endSource()
                .withReportingComponent(event.component())
                .withReportingInstance("")
                .build();
        client.v1().events().inNamespace(namespace).resource(object).create();
        return new Written(name, 1, now);
    }

    private static String namespaceOf(RecordedEvent event) {
        return Objects.requireNonNullElse(event.about().getNamespace(), "default");
    }
}
