package dev.navarch.apiserver.kind.admissionregistration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/** The defaults of webhook configurations and admission policies. */
final class AdmissionDefaults {

    private AdmissionDefaults() {}

    static void webhooks(ObjectNode configuration) {
        boolean mutating = Fields.text(configuration, "kind").equals("MutatingWebhookConfiguration");
        for (ObjectNode webhook : Fields.objects(configuration, "webhooks")) {
            defaultText(webhook, "failurePolicy", "Fail");
            match(webhook);
            Fields.defaultNumber(webhook, "timeoutSeconds", 10);
            if (mutating) {
                defaultText(webhook, "reinvocationPolicy", "Never");
            }
            Fields.objects(webhook, "rules").forEach(AdmissionDefaults::scope);
            ObjectNode service = Fields.object(Fields.object(webhook, "clientConfig"), "service");
            if (service != null) {
                Fields.defaultNumber(service, "port", 443);
            }
        }
    }

    static void policy(ObjectNode policy) {
        ObjectNode spec = Fields.objectOrNew(policy, "spec");
        defaultText(spec, "failurePolicy", "Fail");
        ObjectNode constraints = Fields.object(spec, "matchConstraints");
        if (constraints != null) {
            matchResources(constraints);
        }
    }

    static void binding(ObjectNode binding) {
        ObjectNode resources = Fields.object(Fields.object(binding, "spec"), "matchResources");
        if (resources != null) {
            matchResources(resources);
        }
    }

    private static void matchResources(ObjectNode resources) {
        match(resources);
        Fields.objects(resources, "resourceRules").forEach(AdmissionDefaults::scope);
        Fields.objects(resources, "excludeResourceRules").forEach(AdmissionDefaults::scope);
    }

    private static void match(ObjectNode matcher) {
        defaultText(matcher, "matchPolicy", "Equivalent");
        Fields.objectOrNew(matcher, "namespaceSelector");
        Fields.objectOrNew(matcher, "objectSelector");
    }

    private static void scope(ObjectNode rule) {
        defaultText(rule, "scope", "*");
    }

    /** Only where nothing is said: an empty text is wrong, not missing. */
    private static void defaultText(ObjectNode parent, String field, String value) {
        if (!Fields.isSet(parent, field)) {
            parent.put(field, value);
        }
    }
}
