package dev.navarch.apiserver.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.request.DeleteOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures the default objects. What exists is found in the watch caches, so a restart writes nothing; at first start
 * writes go out in parallel, for storage to commit many at once.
 */
public final class Bootstrap {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final int WRITES_AT_ONCE = 32;
    private static final DeleteOptions AT_ONCE =
            new DeleteOptions(null, null, null, null, null, false, false, JsonNodeFactory.instance.objectNode());
    private static final String[] NAMESPACES = {"default", "kube-system", "kube-public", "kube-node-lease"};

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ClusterIdentity identity;

    public Bootstrap(ObjectReader reader, ObjectWriter writer, ClusterIdentity identity) {
        this.reader = reader;
        this.writer = writer;
        this.identity = identity;
    }

    /** Returns when all is there; throws the first {@link StatusException} of a write that was refused. */
    public void ensure() {
        ensureNamespaces();
        var tasks = new ArrayList<Runnable>();
        for (ObjectNode object : BootstrapFacts.accessControl()) {
            tasks.add(() -> ensureRole(object));
        }
        for (ObjectNode object : BootstrapFacts.priorityClasses()) {
            tasks.add(() -> ensure(object, existing -> {}));
        }
        for (ObjectNode object : BootstrapFacts.flowControl()) {
            tasks.add(() -> ensureFlowControl(object));
        }
        for (ObjectNode object : BootstrapFacts.apiServices()) {
            tasks.add(() -> ensureWithStatus(object, existing -> {}));
        }
        var installation = new InstallationObjects(identity);
        tasks.add(() -> ensureWithStatus(installation.serviceRange(), existing -> {}));
        tasks.add(() -> ensure(installation.authenticationConfig(), installation::updateAuthenticationConfig));
        tasks.add(() -> ensure(installation.tokenTracking(), existing -> {}));
        tasks.add(this::ensureKubernetesService);
        runAll(tasks);
    }

    /** The namespaces of the system; again and again, for they may be deleted. */
    public void ensureNamespaces() {
        var tasks = new ArrayList<Runnable>();
        for (String name : NAMESPACES) {
            tasks.add(() -> ensure(InstallationObjects.namespace(name), existing -> {}));
        }
        runAll(tasks);
    }

    /** The Service by which pods reach this server; again and again, for it may be deleted. */
    public void ensureKubernetesService() {
        var installation = new InstallationObjects(identity);
        ensure(installation.service(), installation::updateService);
        // No pod reaches an address of loopback, so that no endpoint may have one.
        if (installation.isReachable()) {
            ensure(installation.endpoints(), installation::updateEndpoints);
            ensure(installation.endpointSlice(), installation::updateEndpointSlice);
        }
    }

    private void ensureRole(ObjectNode expected) {
        Optional<ObjectNode> existing = find(expected);
        if (existing.isPresent() && RoleReconciliation.mustReplace(existing.get(), expected)) {
            writer.delete(resourceOf(expected), namespaceOf(expected), nameOf(expected), AT_ONCE);
        }
        ensure(expected, current -> RoleReconciliation.complete(current, expected));
    }

    private void ensureFlowControl(ObjectNode expected) {
        ensureWithStatus(expected, existing -> {
            String autoUpdate = existing.path("metadata")
                    .path("annotations")
                    .path("apf.kubernetes.io/autoupdate-spec")
                    .asText("");
            boolean mandatory =
                    nameOf(expected).equals("exempt") || nameOf(expected).equals("catch-all");
            if (mandatory || !autoUpdate.equals("false")) {
                existing.set("spec", expected.path("spec").deepCopy());
            }
        });
    }

    /** Creates what is missing; lets {@code mend} change what is there. */
    private void ensure(ObjectNode expected, Consumer<ObjectNode> mend) {
        Optional<ObjectNode> existing = find(expected);
        if (existing.isEmpty()) {
            create(expected);
            return;
        }
        ObjectNode mended = existing.get().deepCopy();
        mend.accept(mended);
        if (!mended.equals(existing.get())) {
            writer.update(resourceOf(expected), namespaceOf(expected), nameOf(expected), current -> {
                mend.accept(current);
                return current;
            });
        }
    }

    private void ensureWithStatus(ObjectNode expected, Consumer<ObjectNode> mend) {
        ObjectNode bare = expected.deepCopy();
        bare.remove("status");
        ensure(bare, mend);
        boolean hasStatus = find(expected)
                .filter(object -> !object.path("status").path("conditions").isEmpty())
                .isPresent();
        if (!hasStatus && expected.path("status").path("conditions").size() > 0) {
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            writer.updateSubresource(
                    resourceOf(expected), "status", namespaceOf(expected), nameOf(expected), current -> {
                        current.set("status", expected.path("status").deepCopy());
                        current.path("status").path("conditions").forEach(condition -> {
                            if (condition instanceof ObjectNode fields) {
                                fields.put("lastTransitionTime", now);
                            }
                        });
                        return current;
                    });
        }
    }

    private void create(ObjectNode object) {
        try {
            writer.create(resourceOf(object), object.deepCopy());
        } catch (StatusException e) {
            if (!e.reason().equals("AlreadyExists")) {
                throw e;
            }
            LOG.atDebug().addKeyValue("name", nameOf(object)).log("a default object was made by another server");
        }
    }

    private Optional<ObjectNode> find(ObjectNode expected) {
        GroupResource resource = resourceOf(expected).groupResource();
        return reader.get(resource, namespaceOf(expected), nameOf(expected));
    }

    private static void runAll(List<Runnable> tasks) {
        var permits = new Semaphore(WRITES_AT_ONCE);
        var factory = Thread.ofVirtual().name("bootstrap-", 0).factory();
        try (var executor = Executors.newThreadPerTaskExecutor(factory)) {
            var futures = new ArrayList<Future<?>>();
            for (Runnable task : tasks) {
                futures.add(executor.submit(() -> {
                    permits.acquireUninterruptibly();
                    try {
                        task.run();
                    } finally {
                        permits.release();
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making default objects", e);
        }
    }

    private static GroupVersionResource resourceOf(ObjectNode object) {
        GroupVersion version = GroupVersion.parse(object.path("apiVersion").asText());
        String resource = switch (object.path("kind").asText()) {
            case "Namespace" -> "namespaces";
            case "Service" -> "services";
            case "Endpoints" -> "endpoints";
            case "ConfigMap" -> "configmaps";
            case "EndpointSlice" -> "endpointslices";
            case "ServiceCIDR" -> "servicecidrs";
            case "ClusterRole" -> "clusterroles";
            case "ClusterRoleBinding" -> "clusterrolebindings";
            case "Role" -> "roles";
            case "RoleBinding" -> "rolebindings";
            case "FlowSchema" -> "flowschemas";
            case "PriorityLevelConfiguration" -> "prioritylevelconfigurations";
            case "PriorityClass" -> "priorityclasses";
            case "APIService" -> "apiservices";
            case "Lease" -> "leases";
            default -> throw new IllegalArgumentException("no default object of this kind: " + object);
        };
        return version.resource(resource);
    }

    private static String nameOf(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String namespaceOf(ObjectNode object) {
        return object.path("metadata").path("namespace").asText("");
    }
}
