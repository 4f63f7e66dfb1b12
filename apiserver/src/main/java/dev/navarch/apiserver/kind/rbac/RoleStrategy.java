package dev.navarch.apiserver.kind.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.authorization.rbac.PolicyRule;
import dev.navarch.apiserver.authorization.rbac.RbacPolicy;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Roles and cluster roles. */
final class RoleStrategy implements ResourceStrategy {

    private final boolean namespaced;
    private final GroupResource resource;
    private final Supplier<Optional<EscalationCheck>> escalation;

    RoleStrategy(boolean namespaced, Supplier<Optional<EscalationCheck>> escalation) {
        this.namespaced = namespaced;
        this.resource = namespaced ? RbacPolicy.ROLES : RbacPolicy.CLUSTER_ROLES;
        this.escalation = escalation;
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode role) {
        checkEscalation(context, role, hasAggregation(role));
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode role, ObjectNode old) {
        if (!RbacStrategies.changesOnlyGarbageCollection(role, old)) {
            checkEscalation(context, role, hasAggregation(role) || hasAggregation(old));
        }
    }

    private void checkEscalation(RequestContext context, ObjectNode role, boolean aggregates) {
        Optional<EscalationCheck> check = escalation.get();
        UserInfo user = context.user();
        if (check.isEmpty() || check.get().isSuperuser(user)) {
            return;
        }
        String namespace = context.info().namespace();
        if (check.get()
                .mayEscalate(
                        user, resource.resource(), namespace, context.info().name())) {
            return;
        }
        String name = ObjectMeta.name(role);
        check.get()
                .refusal(user, namespace, PolicyRule.listOf(role.path("rules")))
                .ifPresent(text -> {
                    throw StatusException.forbidden(resource, name, text);
                });
        if (aggregates
                && check.get()
                        .refusal(user, namespace, EscalationCheck.FULL_AUTHORITY)
                        .isPresent()) {
            throw StatusException.forbidden(
                    resource, name, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private static boolean hasAggregation(ObjectNode role) {
        return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode role) {
        var errors = new ArrayList<FieldError>();
        JsonNode rules = role.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), "rules[" + i + "]", errors);
        }
        JsonNode aggregation = role.path("aggregationRule");
        if (!namespaced && aggregation.isObject()) {
            validateAggregation(aggregation.path("clusterRoleSelectors"), errors);
        }
        return errors;
    }

    private void validateRule(JsonNode rule, String path, List<FieldError> errors) {
        if (rule.path("verbs").isEmpty()) {
            errors.add(FieldError.required(path + ".verbs", "verbs must contain at least one value"));
        }
        JsonNode urls = rule.path("nonResourceURLs");
        boolean hasGroups = !rule.path("apiGroups").isEmpty();
        boolean hasResources = !rule.path("resources").isEmpty();
        if (!urls.isEmpty()) {
            String at = path + ".nonResourceURLs";
            if (namespaced) {
                errors.add(FieldError.invalid(at, urls, "namespaced rules cannot apply to non-resource URLs"));
            }
            if (hasGroups || hasResources || !rule.path("resourceNames").isEmpty()) {
                errors.add(FieldError.invalid(
                        at, urls, "rules cannot apply to both regular resources and non-resource URLs"));
            }
            return;
        }
        if (!hasGroups) {
            errors.add(FieldError.required(path + ".apiGroups", "resource rules must supply at least one api group"));
        }
        if (!hasResources) {
            errors.add(FieldError.required(path + ".resources", "resource rules must supply at least one resource"));
        }
    }

    private static void validateAggregation(JsonNode selectors, List<FieldError> errors) {
        String path = "aggregationRule.clusterRoleSelectors";
        if (selectors.isEmpty()) {
            errors.add(FieldError.required(
                    path, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
        }
        for (int i = 0; i < selectors.size(); i++) {
            String at = path + "[" + i + "]";
            List<FieldError> problems = LabelSelectorRules.validate(selectors.get(i), at);
            errors.addAll(problems);
            if (!problems.isEmpty()) {
                errors.add(FieldError.invalid(at, null, "invalid label selector."));
            }
        }
    }

    @Override
    public List<String> validateName(String name, boolean prefix) {
        return Names.PATH_SEGMENT.check(name, prefix);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }
}
