package dev.navarch.apiserver.endpoint;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ResourceWatch;
import dev.navarch.apiserver.cache.WatchEvent;
import dev.navarch.apiserver.cache.WatchQuery;
import dev.navarch.apiserver.cache.WatchQuery.Start;
import dev.navarch.apiserver.request.ListOptions;
import dev.navarch.apiserver.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A watch: every change of what is selected, until its time is over or somebody leaves. */
final class WatchEndpoint {

    private static final int MIN_SECONDS = 1800;
    private static final Duration POLL = Duration.ofSeconds(30);

    private WatchEndpoint() {}

    static void handle(Call call, ListOptions options) throws IOException, InterruptedException {
        OutputMediaType output = Negotiation.stream(call.exchange(), call.restrictions());
        if (output.isTable()) {
            Tables.include(call.exchange());
        }
        Selection selection = Selection.of(call, options);
        var query = new WatchQuery(
                selection.scope(),
                start(options),
                selection.predicate(),
                selection.trigger(),
                options.allowWatchBookmarks(),
                duration(options));
        var frames = new WatchFrames(call, output);
        Optional<ResourceWatch> started = Optional.empty();
        StatusException refusal = null;
        try {
            started = Optional.of(call.store().cache().watch(query));
        } catch (StorageException e) {
            refusal = refusal(e, options);
        }
        try (WatchSink sink = WatchSink.open(call.exchange(), output)) {
            if (started.isEmpty()) {
                sink.write(frames.error(refusal == null ? StatusException.internal("no watch") : refusal));
                return;
            }
            serve(call, started.get(), sink, frames);
        } finally {
            started.ifPresent(ResourceWatch::close);
        }
    }

    private static void serve(Call call, ResourceWatch watch, WatchSink sink, WatchFrames frames)
            throws IOException, InterruptedException {
        call.exchange().onClientGone(watch::close);
        try (Shutdown.Registration _ = call.services().shutdown().onBegin(watch::close)) {
            while (watch.ended().isEmpty()) {
                Optional<WatchEvent> event = watch.next(POLL);
                if (event.isPresent()) {
                    sink.write(frames.of(event.get()));
                }
            }
        }
    }

    private static Start start(ListOptions options) {
        String version = options.resourceVersion();
        long revision = version.isEmpty() ? 0 : Freshness.revision(version, "", 500);
        boolean initial = Boolean.TRUE.equals(options.sendInitialEvents());
        boolean legacy = options.sendInitialEvents() == null && revision == 0;
        if (initial || legacy) {
            Consistency consistency = version.isEmpty()
                    ? Consistency.CONSISTENT
                    : revision == 0 ? Consistency.ANY : new Consistency.AtLeast(revision);
            return new Start.Initial(consistency, initial && options.allowWatchBookmarks());
        }
        return new Start.After(revision);
    }

    private static Duration duration(ListOptions options) {
        long seconds = options.timeoutSeconds() > 0
                ? options.timeoutSeconds()
                : ThreadLocalRandom.current().nextInt(MIN_SECONDS, 2 * MIN_SECONDS);
        return Duration.ofSeconds(seconds);
    }

    private static StatusException refusal(StorageException failure, ListOptions options) {
        return switch (failure) {
            case StorageException.Compacted compacted ->
                StatusException.expired("too old resource version: " + options.resourceVersion() + " ("
                        + compacted.compactedRevision() + ")");
            case StorageException.FutureRevision future ->
                StatusException.tooLargeResourceVersion(future.requested(), future.current(), 1);
            default -> throw failure;
        };
    }
}
