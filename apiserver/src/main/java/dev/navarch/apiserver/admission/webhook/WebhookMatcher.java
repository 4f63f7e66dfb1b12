package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.admission.ServedForms;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out of which requests a hook wants to know. */
final class WebhookMatcher {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** Hooks are not asked about hooks and policies: a broken one could not be mended otherwise. */
    private static final Set<String> EXEMPT = Set.of(
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding");

    private final ObjectReader reader;
    private final ServedForms forms;

    WebhookMatcher(ObjectReader reader, ServedForms forms) {
        this.reader = reader;
        this.forms = forms;
    }

    static boolean isExempt(AdmissionAttributes request) {
        return request.kind().group().equals("admissionregistration.k8s.io")
                && EXEMPT.contains(request.kind().kind());
    }

    /** Empty where the hook does not care. */
    Optional<Invocation> match(Webhook hook, AdmissionAttributes request) {
        Optional<ServedForms.Form> form = form(hook, request);
        if (form.isEmpty() || !matchesObjects(hook.objectSelector(), request) || !matchesNamespace(hook, request)) {
            return Optional.empty();
        }
        return Optional.of(new Invocation(hook, request, form.get()));
    }

    private Optional<ServedForms.Form> form(Webhook hook, AdmissionAttributes request) {
        for (WebhookRule rule : hook.rules()) {
            if (rule.matches(request, request.resource())) {
                return Optional.of(new ServedForms.Form(request.resource(), request.kind()));
            }
        }
        if (!hook.matchesEquivalents()) {
            return Optional.empty();
        }
        var equivalents = forms.equivalents(request.resource(), request.subresource());
        for (WebhookRule rule : hook.rules()) {
            for (ServedForms.Form equivalent : equivalents) {
                if (rule.matches(request, equivalent.resource())) {
                    return Optional.of(equivalent);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matchesObjects(LabelSelector selector, AdmissionAttributes request) {
        return selector.isEmpty()
                || matchesObject(selector, request.object())
                || matchesObject(selector, request.oldObject());
    }

    private static boolean matchesObject(LabelSelector selector, @Nullable ObjectNode object) {
        return object != null && selector.matches(ObjectMeta.labels(object));
    }

    private boolean matchesNamespace(Webhook hook, AdmissionAttributes request) {
        boolean isNamespace = request.groupResource().equals(NAMESPACES);
        if (hook.namespaceSelector().isEmpty() || (request.namespace().isEmpty() && !isNamespace)) {
            return true;
        }
        return hook.namespaceSelector().matches(namespaceLabels(request, isNamespace));
    }

    private Map<String, String> namespaceLabels(AdmissionAttributes request, boolean isNamespace) {
        boolean writesIt = isNamespace
                && request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
        if (writesIt) {
            return ObjectMeta.labels(request.requireObject());
        }
        return reader.get(NAMESPACES, "", request.namespace())
                .or(() -> reader.getLatest(NAMESPACES, "", request.namespace()))
                .map(ObjectMeta::labels)
                .orElseThrow(() -> StatusException.notFound(NAMESPACES, request.namespace()));
    }
}
