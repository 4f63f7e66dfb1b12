package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Enforces a namespace's level on pods, and warns about pods and templates that break its warning level. */
public final class PodSecurity implements AdmissionPlugin {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> IGNORED_SUBRESOURCES =
            Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");

    private final ObjectReader reader;

    public PodSecurity(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "PodSecurity";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        switch (attributes.groupResource().toString()) {
            case "namespaces" -> {
                if (attributes.subresource().isEmpty()) {
                    validateNamespace(attributes);
                }
            }
            case "pods" -> {
                if (!IGNORED_SUBRESOURCES.contains(attributes.subresource())) {
                    validatePod(attributes);
                }
            }
            case "podtemplates" ->
                validateTemplate(attributes, attributes.requireObject().path("template"));
            case "replicationcontrollers",
                    "replicasets.apps",
                    "deployments.apps",
                    "statefulsets.apps",
                    "daemonsets.apps",
                    "jobs.batch" ->
                validateTemplate(
                        attributes, attributes.requireObject().path("spec").path("template"));
            case "cronjobs.batch" ->
                validateTemplate(
                        attributes,
                        attributes
                                .requireObject()
                                .path("spec")
                                .path("jobTemplate")
                                .path("spec")
                                .path("template"));
            default -> {}
        }
    }

    private void validateNamespace(AdmissionAttributes attributes) {
        NamespacePolicy policy = policyOf(attributes.requireObject());
        ObjectNode old = attributes.oldObject();
        List<FieldError> oldErrors = old == null ? List.of() : policyOf(old).errors();
        if (!policy.errors().isEmpty() && !policy.errors().equals(oldErrors)) {
            throw StatusException.invalid(attributes.kind(), attributes.displayName(), policy.errors());
        }
        if (old == null || attributes.operation() == Operation.CREATE) {
            return;
        }
        LevelVersion before = policyOf(old).enforce();
        LevelVersion now = policy.enforce();
        boolean relaxed = now.minor() == before.minor() && now.level().compareTo(before.level()) <= 0;
        if (!now.equals(before) && !now.isPrivileged() && !relaxed) {
            ExistingPods.warnings(reader, attributes.name(), now).forEach(attributes.warnings());
        }
    }

    private void validatePod(AdmissionAttributes attributes) {
        NamespacePolicy policy = policyFor(attributes);
        ObjectNode pod = attributes.requireObject();
        ObjectNode old = attributes.oldObject();
        boolean changed = old == null || PodChanges.areSignificant(pod.path("spec"), old.path("spec"));
        if ((policy.errors().isEmpty() && policy.isFullyPrivileged()) || !changed) {
            return;
        }
        List<Violation> violations =
                PodSecurityStandards.violations(policy.enforce(), pod.path("metadata"), pod.path("spec"));
        if (!violations.isEmpty()) {
            throw attributes.forbidden("violates PodSecurity "
                    + FieldValue.quote(policy.enforce().toString()) + ": " + Violation.details(violations));
        }
        warn(attributes, policy.warn(), pod.path("metadata"), pod.path("spec"));
    }

    private void validateTemplate(AdmissionAttributes attributes, JsonNode template) {
        if (attributes.subresource().isEmpty() && template.isObject()) {
            warn(attributes, policyFor(attributes).warn(), template.path("metadata"), template.path("spec"));
        }
    }

    private static void warn(AdmissionAttributes attributes, LevelVersion level, JsonNode metadata, JsonNode spec) {
        List<Violation> violations = PodSecurityStandards.violations(level, metadata, spec);
        if (!violations.isEmpty()) {
            attributes
                    .warnings()
                    .accept("would violate PodSecurity " + FieldValue.quote(level.toString()) + ": "
                            + Violation.details(violations));
        }
    }

    private NamespacePolicy policyFor(AdmissionAttributes attributes) {
        Optional<ObjectNode> namespace = reader.get(NAMESPACES, "", attributes.namespace())
                .or(() -> reader.getLatest(NAMESPACES, "", attributes.namespace()));
        return policyOf(namespace.orElseThrow(() ->
                StatusException.internal("failed to lookup namespace " + FieldValue.quote(attributes.namespace()))));
    }

    private static NamespacePolicy policyOf(ObjectNode namespace) {
        return NamespacePolicy.of(namespace.path("metadata").path("labels"));
    }
}
