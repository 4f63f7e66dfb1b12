package dev.navarch.apiserver.kind.core.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST …/pods/<name>/eviction}: deletes a pod if the disruption budget that guards it allows. */
public final class PodEviction implements CreateOnlyHandler {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");
    private static final Set<String> UNGUARDED_PHASES = Set.of("Succeeded", "Failed", "Pending");
    private static final Set<String> ENDED_PHASES = Set.of("Succeeded", "Failed");
    private static final int ATTEMPTS = 20;

    private final ObjectReader reader;
    private final PodStore pods;
    private final DisruptionBudgets budgets;

    public PodEviction(ResourceRegistry registry, ObjectReader reader, ObjectWriter writer) {
        this.reader = reader;
        this.pods = new PodStore(registry);
        this.budgets = new DisruptionBudgets(writer);
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode eviction, Runnable admission) {
        String name = context.info().name();
        if (!name.equals(ObjectMeta.name(eviction))) {
            throw StatusException.badRequest("name in URL does not match name in Eviction object");
        }
        DeleteOptions options = options(context, eviction.path("deleteOptions"));
        admission.run();
        evict(context, name, options);
        return PodBinding.success();
    }

    private void evict(RequestContext context, String name, DeleteOptions options) {
        for (int attempt = 1; ; attempt++) {
            ObjectNode pod = reader.getLatest(PODS, context.info().namespace(), name)
                    .orElseThrow(() -> StatusException.notFound(PODS, name));
            try {
                evict(context, pod, options);
                return;
            } catch (StatusException e) {
                if (!e.reason().equals("Conflict") || options.resourceVersion() != null || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void evict(RequestContext context, ObjectNode pod, DeleteOptions options) {
        String phase = pod.path("status").path("phase").asText("");
        if (UNGUARDED_PHASES.contains(phase) || ObjectMeta.isBeingDeleted(pod)) {
            boolean ended = ENDED_PHASES.contains(phase) || ObjectMeta.isBeingDeleted(pod);
            delete(context, pod, ended ? options : atVersionOf(pod, options));
            return;
        }
        List<ObjectNode> guards = guards(pod);
        if (guards.size() > 1) {
            throw StatusException.of(
                    500,
                    "",
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }
        if (guards.isEmpty()) {
            delete(context, pod, options);
        } else if (DisruptionBudgets.ignores(guards.getFirst(), pod)) {
            deleteUnready(context, pod, guards.getFirst(), options);
        } else {
            budgets.checkAndDecrement(guards.getFirst(), ObjectMeta.name(pod), options.dryRun());
            delete(context, pod, options);
        }
    }

    /** It must not have become ready since. */
    private void deleteUnready(RequestContext context, ObjectNode pod, ObjectNode budget, DeleteOptions options) {
        try {
            delete(context, pod, atVersionOf(pod, options));
        } catch (StatusException e) {
            if (e.reason().equals("Conflict") && options.resourceVersion() == null) {
                throw DisruptionBudgets.stillProcessed(ObjectMeta.name(budget));
            }
            throw e;
        }
    }

    private List<ObjectNode> guards(ObjectNode pod) {
        return reader.list(BUDGETS, ObjectMeta.namespace(pod)).stream()
                .filter(budget -> budget.path("spec").has("selector")
                        && LabelSelector.of(budget.path("spec").path("selector"))
                                .matches(pod.path("metadata").path("labels")))
                .toList();
    }

    private void delete(RequestContext context, ObjectNode pod, DeleteOptions options) {
        String namespace = ObjectMeta.namespace(pod);
        String name = ObjectMeta.name(pod);
        if (options.dryRun()) {
            pods.delete(context, namespace, name, options);
            return;
        }
        String wanted = options.resourceVersion();
        pods.change(context, namespace, name, "", live -> {
            if (wanted != null && !wanted.equals(ObjectMeta.resourceVersion(live))) {
                throw StatusException.conflict(PODS, name, "the object has been modified");
            }
            PodConditions.set(live, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting");
        });
        pods.delete(context, namespace, name, withVersion(options, null));
    }

    private static DeleteOptions options(RequestContext context, JsonNode sent) {
        JsonNode grace = sent.path("gracePeriodSeconds");
        JsonNode conditions = sent.path("preconditions");
        boolean dryRun = context.dryRun() || !sent.path("dryRun").isEmpty();
        return new DeleteOptions(
                grace.isNumber() ? (Long) grace.longValue() : null,
                sent.path("propagationPolicy").textValue(),
                null,
                conditions.path("uid").textValue(),
                conditions.path("resourceVersion").textValue(),
                dryRun,
                false,
                Json.object());
    }

    private static DeleteOptions atVersionOf(ObjectNode pod, DeleteOptions options) {
        return options.resourceVersion() == null ? withVersion(options, ObjectMeta.resourceVersion(pod)) : options;
    }

    private static DeleteOptions withVersion(DeleteOptions options, @Nullable String version) {
        return new DeleteOptions(
                options.gracePeriodSeconds(),
                options.propagationPolicy(),
                options.orphanDependents(),
                options.uid(),
                version,
                options.dryRun(),
                false,
                options.tree());
    }
}
