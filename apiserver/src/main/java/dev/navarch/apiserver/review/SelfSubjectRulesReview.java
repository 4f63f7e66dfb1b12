package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authorization.RuleResolver;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.request.RequestContext;
import java.util.List;

/** Answers {@code authorization.k8s.io/v1 SelfSubjectRulesReview}: what the asking user may do in a namespace. */
public final class SelfSubjectRulesReview implements CreateOnlyHandler {

    private final RuleResolver resolver;

    public SelfSubjectRulesReview(RuleResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode body, Runnable admission) {
        String namespace = body.path("spec").path("namespace").asText("");
        if (namespace.isEmpty()) {
            throw StatusException.badRequest("no namespace on request");
        }
        admission.run();
        RuleResolver.Rules rules = resolver.rulesFor(context.user(), namespace);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("kind", body.get("kind"));
        answer.set("apiVersion", body.get("apiVersion"));
        answer.putObject("metadata");
        answer.putObject("spec");
        ObjectNode status = answer.putObject("status");
        ArrayNode resourceRules = status.putArray("resourceRules");
        for (var rule : rules.resourceRules()) {
            ObjectNode out = resourceRules.addObject();
            put(out, "verbs", rule.verbs(), true);
            put(out, "apiGroups", rule.apiGroups(), false);
            put(out, "resources", rule.resources(), false);
            put(out, "resourceNames", rule.resourceNames(), false);
        }
        ArrayNode nonResourceRules = status.putArray("nonResourceRules");
        for (var rule : rules.nonResourceRules()) {
            ObjectNode out = nonResourceRules.addObject();
            put(out, "verbs", rule.verbs(), true);
            put(out, "nonResourceURLs", rule.nonResourceUrls(), false);
        }
        status.put("incomplete", rules.incomplete());
        if (!rules.evaluationError().isEmpty()) {
            status.put("evaluationError", rules.evaluationError());
        }
        return answer;
    }

    private static void put(ObjectNode out, String field, List<String> values, boolean evenEmpty) {
        if (evenEmpty || !values.isEmpty()) {
            ArrayNode array = out.putArray(field);
            values.forEach(array::add);
        }
    }
}
