package dev.navarch.crds;

import dev.navarch.apiserver.ApiServer;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.crds.definition.Definition;
import dev.navarch.crds.definition.DefinitionResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The custom resources of an API server. {@link #start} returns when those that are defined already are served; what is
 * defined later is served as soon as its names are accepted. One thread does the work, one more each definition that is
 * being emptied.
 */
public final class CustomResources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);
    private static final long RETRY_MILLIS = 500;

    private final Definitions definitions = new Definitions(this::enqueue);
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final Publisher publisher;
    private final DefinitionStatus status;
    private final Map<String, Thread> cleanups = new ConcurrentHashMap<>();
    private final ApiServer server;
    private final AutoCloseable watch;
    private final Thread worker;
    private volatile boolean closed;

    private CustomResources(ApiServer server) {
        this.server = server;
        this.publisher = new Publisher(server.registry(), server.webhooks());
        this.status = new DefinitionStatus(server.writer(), definitions);
        serveDefinitions(server);
        this.watch = server.reader().watch(Definition.RESOURCE.groupResource(), definitions::accept);
        publisher.publish(definitions.all());
        this.worker = Thread.ofVirtual().name("custom-resources").start(this::work);
    }

    /** Begins to serve the custom resources of a server. Close it before the server. */
    public static CustomResources start(ApiServer server) {
        return new CustomResources(server);
    }

    @Override
    public void close() {
        closed = true;
        try {
            watch.close();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("the watch of the definitions did not close");
        }
        worker.interrupt();
        cleanups.values().forEach(Thread::interrupt);
    }

    /** Puts the rules for definitions in the place of the generic ones. */
    private static void serveDefinitions(ApiServer server) {
        ServedResource generic = server.registry().find(Definition.RESOURCE).orElseThrow();
        server.registry().replace(List.of(Definition.RESOURCE), List.of(DefinitionResource.of(generic.descriptor())));
    }

    private void enqueue(String name) {
        if (!queue.contains(name)) {
            queue.add(name);
        }
    }

    private void work() {
        while (!closed) {
            try {
                String name = queue.take();
                try {
                    sync(name);
                } catch (RuntimeException e) {
                    if (!closed) {
                        LOG.atWarn().addKeyValue("crd", name).setCause(e).log("a definition could not be served");
                        Thread.sleep(RETRY_MILLIS);
                        enqueue(name);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void sync(String name) {
        Definition definition = definitions.find(name);
        if (definition == null) {
            publisher.withdraw(name);
            definitions.othersOfGroup(name).forEach(this::enqueue);
            return;
        }
        if (status.decideNames(definition)) {
            definitions.othersOfGroup(name).forEach(this::enqueue);
        }
        status.tellApproval(current(definition));
        publisher.publish(new ArrayList<>(List.of(current(definition))));
        status.establish(current(definition));
        Definition last = current(definition);
        if (last.awaitsCleanup()) {
            cleanUp(last);
        }
    }

    private Definition current(Definition definition) {
        Definition known = definitions.find(definition.name());
        return known == null ? definition : known;
    }

    private void cleanUp(Definition definition) {
        cleanups.computeIfAbsent(
                definition.uid(),
                uid -> Thread.ofVirtual()
                        .name("crd-cleanup-" + definition.name())
                        .start(() -> empty(definition)));
    }

    private void empty(Definition definition) {
        try {
            new InstanceCleanup(server.registry(), status, definition, server.webhooks()).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cleanups.remove(definition.uid());
        }
    }
}
