package dev.navarch.apiserver.kind.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.authorization.rbac.PolicyRule;
import dev.navarch.apiserver.authorization.rbac.RbacPolicy;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ResourceStrategy;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Role bindings and cluster role bindings. */
final class RoleBindingStrategy implements ResourceStrategy {

    private final boolean namespaced;
    private final GroupResource resource;
    private final ObjectReader reader;
    private final Supplier<Optional<EscalationCheck>> escalation;

    RoleBindingStrategy(boolean namespaced, ObjectReader reader, Supplier<Optional<EscalationCheck>> escalation) {
        this.namespaced = namespaced;
        this.resource = namespaced ? RbacPolicy.ROLE_BINDINGS : RbacPolicy.CLUSTER_ROLE_BINDINGS;
        this.reader = reader;
        this.escalation = escalation;
    }

    @Override
    public void applyDefaults(ObjectNode binding) {
        ObjectNode reference = binding.withObject("/roleRef");
        if (reference.path("apiGroup").asText("").isEmpty()) {
            reference.put("apiGroup", RbacPolicy.GROUP);
        }
        for (JsonNode subject : binding.path("subjects")) {
            String kind = subject.path("kind").asText("");
            boolean isPerson = kind.equals("User") || kind.equals("Group");
            if (isPerson && subject.path("apiGroup").asText("").isEmpty() && subject instanceof ObjectNode fields) {
                fields.put("apiGroup", RbacPolicy.GROUP);
            }
        }
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode binding) {
        checkEscalation(context, binding);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode binding, ObjectNode old) {
        if (!RbacStrategies.changesOnlyGarbageCollection(binding, old)) {
            checkEscalation(context, binding);
        }
    }

    private void checkEscalation(RequestContext context, ObjectNode binding) {
        Optional<EscalationCheck> check = escalation.get();
        UserInfo user = context.user();
        if (check.isEmpty() || check.get().isSuperuser(user)) {
            return;
        }
        String namespace = namespaced ? context.info().namespace() : "";
        JsonNode reference = binding.path("roleRef");
        String kind = reference.path("kind").asText("");
        String roleName = reference.path("name").asText("");
        if (check.get().mayBind(user, kind, reference.path("apiGroup").asText(""), roleName, namespace)) {
            return;
        }
        check.get().refusal(user, namespace, rulesOf(kind, namespace, roleName)).ifPresent(text -> {
            throw StatusException.forbidden(resource, ObjectMeta.name(binding), text);
        });
    }

    private List<PolicyRule> rulesOf(String kind, String namespace, String name) {
        GroupResource roles = switch (kind) {
            case "Role" -> RbacPolicy.ROLES;
            case "ClusterRole" -> RbacPolicy.CLUSTER_ROLES;
            default -> throw StatusException.internal("unsupported role reference kind: \"" + kind + "\"");
        };
        ObjectNode role = reader.getLatest(roles, kind.equals("Role") ? namespace : "", name)
                .orElseThrow(() -> StatusException.notFound(roles, name));
        return PolicyRule.listOf(role.path("rules"));
    }

    @Override
    public List<FieldError> validate(RequestContext context, ObjectNode binding) {
        var errors = new ArrayList<FieldError>();
        JsonNode reference = binding.path("roleRef");
        String group = reference.path("apiGroup").asText("");
        if (!group.equals(RbacPolicy.GROUP)) {
            errors.add(FieldError.notSupported("roleRef.apiGroup", group, List.of(RbacPolicy.GROUP)));
        }
        List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        String kind = reference.path("kind").asText("");
        if (!kinds.contains(kind)) {
            errors.add(FieldError.notSupported("roleRef.kind", kind, kinds));
        }
        String name = reference.path("name").asText("");
        if (name.isEmpty()) {
            errors.add(FieldError.required("roleRef.name", ""));
        } else {
            Names.pathSegmentName(name).forEach(text -> errors.add(FieldError.invalid("roleRef.name", name, text)));
        }
        JsonNode subjects = binding.path("subjects");
        for (int i = 0; i < subjects.size(); i++) {
            validateSubject(subjects.get(i), "subjects[" + i + "]", errors);
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(RequestContext context, ObjectNode binding, ObjectNode old) {
        var errors = new ArrayList<>(validate(context, binding));
        JsonNode reference = binding.path("roleRef");
        if (!reference.equals(old.path("roleRef"))) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            shown.put("APIGroup", reference.path("apiGroup").asText(""));
            shown.put("Kind", reference.path("kind").asText(""));
            shown.put("Name", reference.path("name").asText(""));
            errors.add(FieldError.invalid("roleRef", shown, "cannot change roleRef"));
        }
        return errors;
    }

    private void validateSubject(JsonNode subject, String path, List<FieldError> errors) {
        String name = subject.path("name").asText("");
        String group = subject.path("apiGroup").asText("");
        String kind = subject.path("kind").asText("");
        if (name.isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        switch (kind) {
            case "ServiceAccount" -> {
                if (!name.isEmpty()) {
                    Names.dns1123Subdomain(name)
                            .forEach(text -> errors.add(FieldError.invalid(path + ".name", name, text)));
                }
                if (!group.isEmpty()) {
                    errors.add(FieldError.notSupported(path + ".apiGroup", group, List.of("")));
                }
                if (!namespaced && subject.path("namespace").asText("").isEmpty()) {
                    errors.add(FieldError.required(path + ".namespace", ""));
                }
            }
            case "User", "Group" -> {
                if (!group.equals(RbacPolicy.GROUP)) {
                    errors.add(FieldError.notSupported(path + ".apiGroup", group, List.of(RbacPolicy.GROUP)));
                }
            }
            default ->
                errors.add(FieldError.notSupported(path + ".kind", kind, List.of("ServiceAccount", "User", "Group")));
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
