package dev.navarch.crds;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ListQuery;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.crds.definition.Conditions;
import dev.navarch.crds.definition.Conditions.Condition;
import dev.navarch.crds.definition.Definition;
import dev.navarch.crds.instance.ServedVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the objects of a definition that is being deleted, then lets the definition go. Run once, by one thread. */
final class InstanceCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceCleanup.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ResourceRegistry registry;
    private final DefinitionStatus status;
    private final Definition definition;
    private final WebhookClient webhooks;

    InstanceCleanup(ResourceRegistry registry, DefinitionStatus status, Definition definition, WebhookClient webhooks) {
        this.registry = registry;
        this.status = status;
        this.definition = definition;
        this.webhooks = webhooks;
    }

    void run() throws InterruptedException {
        while (!attempt()) {
            Thread.sleep(POLL);
        }
    }

    private boolean attempt() throws InterruptedException {
        try {
            status.set(
                    definition,
                    condition("True", "InstanceDeletionInProgress", "CustomResource deletion is in progress"));
            Condition end = definition.isTrue(Conditions.ESTABLISHED)
                    ? deleteInstances()
                    : condition("False", "NeverEstablished", "resource was never established");
            if (end.isTrue()) {
                status.set(definition, end);
                return false;
            }
            status.release(definition, end);
            return true;
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("crd", definition.name()).setCause(e).log("a definition could not be emptied");
            return false;
        }
    }

    private Condition deleteInstances() throws InterruptedException {
        ServedResource resource = ServedVersions.stored(definition, webhooks);
        List<String> errors = new ArrayList<>();
        for (CachedObject object : instances(resource)) {
            try {
                delete(resource, object);
            } catch (StatusException e) {
                if (!e.reason().equals("NotFound")) {
                    errors.add(String.valueOf(e.getMessage()));
                }
            }
        }
        if (!errors.isEmpty()) {
            String all = errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
            return condition("True", "InstanceDeletionFailed", "could not issue all deletes: " + all);
        }
        return awaitNone(resource)
                ? condition("False", "InstanceDeletionCompleted", "removed all instances")
                : condition(
                        "True",
                        "InstanceDeletionCheck",
                        "could not confirm zero CustomResources remaining: context deadline exceeded");
    }

    private boolean awaitNone(ServedResource resource) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!instances(resource).isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    private List<CachedObject> instances(ServedResource resource) {
        ResourceStore store = registry.store(resource);
        return store.cache()
                .list(ListQuery.all(store.scope(""), Consistency.CONSISTENT))
                .items();
    }

    private void delete(ServedResource resource, CachedObject object) {
        var info = new RequestInfo(
                true,
                "",
                "delete",
                "apis",
                definition.group(),
                resource.resource().version(),
                object.namespace(),
                definition.plural(),
                "",
                object.name(),
                List.of(),
                "",
                "");
        registry.store(resource)
                .delete(
                        RequestContext.internal(info),
                        resource,
                        object.namespace(),
                        object.name(),
                        DeleteOptions.immediately(),
                        WriteValidation.NONE);
    }

    private static Condition condition(String value, String reason, String message) {
        return new Condition(Conditions.TERMINATING, value, reason, message);
    }
}
