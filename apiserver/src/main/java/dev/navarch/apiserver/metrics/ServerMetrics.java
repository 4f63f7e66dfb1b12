package dev.navarch.apiserver.metrics;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Handler;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times requests; the registry takes what other parts measure. Safe for use by many threads. */
public final class ServerMetrics implements Handler, AutoCloseable {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger mutating = inflight("mutating");
    private final AtomicInteger readOnly = inflight("readOnly");

    private AtomicInteger inflight(String kind) {
        AtomicInteger count = new AtomicInteger();
        registry.gauge("apiserver_current_inflight_requests", Tags.of("request_kind", kind), count);
        return count;
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** How many requests of that kind are being served. */
    public AtomicInteger inflight(boolean isMutating) {
        return isMutating ? mutating : readOnly;
    }

    /** A stored value of the resource could not be made out. */
    public void storedObjectUndecodable(GroupResource resource) {
        registry.counter(
                        "apiserver_storage_decode_errors_total",
                        Tags.of("group", resource.group(), "resource", resource.resource()))
                .increment();
    }

    /** A request was answered. Parts of the URL that name no resource are given as empty strings. */
    public void answered(
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String scope,
            int code,
            Duration took) {
        Tags tags = Tags.of(
                "verb",
                verb,
                "group",
                group,
                "version",
                version,
                "resource",
                resource,
                "subresource",
                subresource,
                "scope",
                scope,
                "component",
                "apiserver");
        registry.counter("apiserver_request_total", tags.and("code", Integer.toString(code), "dry_run", ""))
                .increment();
        Timer.builder("apiserver_request_duration_seconds")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    @Override
    public void handle(Exchange exchange) {
        if (!exchange.path().equals("/metrics")) {
            Responder.sendPageNotFound(exchange);
            return;
        }
        exchange.respond(
                200,
                "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        registry.close();
    }
}
