package dev.navarch.controllers;

import dev.navarch.controllers.ControllerCatalog.Entry;
import dev.navarch.controllers.ControllerCatalog.Keyed;
import dev.navarch.controllers.identity.ControllerIdentities;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One term of running controllers: from the start, or from becoming leader, until the end of either. */
final class ControllerSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControllerSession.class);

    private final SharedInformers informers;
    private final ControllerManagerOptions options;
    private final KubernetesClient manager;
    private final Optional<ControllerIdentities> identities;

    /** By service account; the manager itself has none. */
    private final Map<String, ControllerContext> contexts = new HashMap<>();

    private final ReconcilerHost reconcilers;
    private final List<ControllerLoop> loops = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("controllers-timer").factory());
    private final Thread starter;
    private boolean closed; // guarded by this

    private ControllerSession(
            ControllerManagerOptions options, KubernetesClient manager, Optional<ControllerIdentities> identities) {
        this.options = options;
        this.manager = manager;
        this.identities = identities;
        informers = new SharedInformers(manager);
        reconcilers = new ReconcilerHost(manager, informers, options.concurrentSyncs());
        assemble();
        starter = Thread.ofVirtual().name("controllers-start").start(this::run);
    }

    static ControllerSession start(
            ControllerManagerOptions options, KubernetesClient manager, Optional<ControllerIdentities> identities) {
        return new ControllerSession(options, manager, identities);
    }

    private void assemble() {
        var selection = new ControllerSelection(options.controllers());
        for (Entry entry : ControllerCatalog.entries()) {
            if (selection.isEnabled(entry.name(), entry.onByDefault())) {
                var parts = entry.assembly().apply(contextOf(entry));
                parts.reconcilers().forEach(this::register);
                loops.addAll(parts.loops());
            }
        }
    }

    private ControllerContext contextOf(Entry entry) {
        String account = identities.isPresent() ? entry.account() : "";
        return contexts.computeIfAbsent(
                account,
                name -> ControllerContext.of(
                        options, identities.map(i -> i.as(name)).orElse(manager), informers, timer));
    }

    private <P extends HasMetadata> void register(Keyed<P> keyed) {
        reconcilers.register(keyed.name(), keyed.reconciler(), keyed.longestRetry());
    }

    private void run() {
        try {
            informers.start().join();
            synchronized (this) {
                if (!closed) {
                    reconcilers.start();
                    loops.forEach(ControllerLoop::start);
                    log.info("Controllers are running");
                }
            }
        } catch (CompletionException | CancellationException e) {
            log.debug("Stopped before the first lists were there", e);
        } catch (RuntimeException e) {
            log.error("The controllers could not be started", e);
        }
    }

    @Override
    public void close() {
        // Ends the wait for first lists, so that the monitor is free soon.
        informers.close();
        starter.interrupt();
        synchronized (this) {
            closed = true;
            loops.forEach(ControllerLoop::close);
            reconcilers.close();
            contexts.values().forEach(context -> context.events().close());
            timer.shutdownNow();
        }
    }
}
