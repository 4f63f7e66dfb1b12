package dev.navarch.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers SubjectAccessReview, LocalSubjectAccessReview and SelfSubjectAccessReview: may that user do this. */
public final class AccessReview implements CreateOnlyHandler {

    /** Which of the three. */
    public enum Form {
        ANY_SUBJECT,
        LOCAL,
        SELF
    }

    private static final String GROUP = "authorization.k8s.io";

    private final Form form;
    private final Authorizer authorizer;

    public AccessReview(Form form, Authorizer authorizer) {
        this.form = form;
        this.authorizer = authorizer;
    }

    @Override
    public boolean tracksFields() {
        return true;
    }

    @Override
    public ObjectNode create(RequestContext context, ObjectNode body, Runnable admission) {
        JsonNode spec = body.path("spec");
        List<FieldError> errors = validate(body, spec);
        if (!errors.isEmpty()) {
            // Upstream names no kind here: its typed object has lost it by then.
            throw StatusException.invalid(new GroupVersionKind(GROUP, "", ""), "", errors);
        }
        if (form == Form.LOCAL) {
            checkNamespace(context.info().namespace(), body);
        }
        admission.run();
        UserInfo user = form == Form.SELF ? context.user() : userOf(spec);
        JsonNode resource = spec.path("resourceAttributes");
        var selectors = ReviewSelectors.of(resource);
        Decision decision = authorizer.authorize(
                resource.isObject()
                        ? resourceAttributes(user, resource, selectors)
                        : Attributes.path(
                                user,
                                text(spec.path("nonResourceAttributes"), "verb"),
                                text(spec.path("nonResourceAttributes"), "path")));
        answer(body.putObject("status"), decision, selectors);
        return body;
    }

    private List<FieldError> validate(ObjectNode body, JsonNode spec) {
        var errors = new ArrayList<FieldError>();
        boolean hasResource = spec.path("resourceAttributes").isObject();
        boolean hasPath = spec.path("nonResourceAttributes").isObject();
        if (hasResource && hasPath) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    shown(spec.path("nonResourceAttributes")),
                    "cannot be specified in combination with resourceAttributes"));
        }
        if (!hasResource && !hasPath) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes",
                    null,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        if (form != Form.SELF
                && text(spec, "user").isEmpty()
                && spec.path("groups").isEmpty()) {
            errors.add(FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
        }
        errors.addAll(ReviewSelectors.validate(spec.path("resourceAttributes"), "spec.resourceAttributes"));
        validateMetadata(body, errors);
        if (form == Form.LOCAL) {
            validateLocal(body, spec, errors);
        }
        return errors;
    }

    private void validateMetadata(ObjectNode body, List<FieldError> errors) {
        ObjectNode metadata = body.path("metadata").isObject()
                ? (ObjectNode) body.path("metadata").deepCopy()
                : JsonNodeFactory.instance.objectNode();
        metadata.remove("managedFields");
        if (form == Form.LOCAL) {
            metadata.remove("namespace");
        }
        if (!metadata.isEmpty()) {
            errors.add(FieldError.invalid(
                    "metadata",
                    body.path("metadata"),
                    form == Form.LOCAL ? "must be empty except for namespace" : "must be empty"));
        }
    }

    private static void validateLocal(ObjectNode body, JsonNode spec, List<FieldError> errors) {
        String namespace = text(body.path("metadata"), "namespace");
        JsonNode resource = spec.path("resourceAttributes");
        if (resource.isObject() && !text(resource, "namespace").equals(namespace)) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes.namespace", text(resource, "namespace"), "must match metadata.namespace"));
        }
        if (spec.path("nonResourceAttributes").isObject()) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    shown(spec.path("nonResourceAttributes")),
                    "disallowed on this kind of request"));
        }
    }

    /** As upstream shows it: with the names of its own struct. */
    private static ObjectNode shown(JsonNode nonResourceAttributes) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Path", text(nonResourceAttributes, "path"))
                .put("Verb", text(nonResourceAttributes, "verb"));
    }

    private static void checkNamespace(String namespace, ObjectNode body) {
        if (!namespace.equals(text(body.path("metadata"), "namespace"))) {
            throw StatusException.badRequest("spec.resourceAttributes.namespace must match namespace: " + namespace);
        }
    }

    private static UserInfo userOf(JsonNode spec) {
        var groups = new ArrayList<String>();
        spec.path("groups").forEach(group -> groups.add(group.asText()));
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").properties().forEach(entry -> {
            var values = new ArrayList<String>();
            entry.getValue().forEach(value -> values.add(value.asText()));
            extra.put(entry.getKey(), values);
        });
        return new UserInfo(text(spec, "user"), text(spec, "uid"), groups, extra);
    }

    private static Attributes resourceAttributes(UserInfo user, JsonNode resource, ReviewSelectors selectors) {
        String version = text(resource, "version");
        return new Attributes(
                user,
                text(resource, "verb"),
                text(resource, "namespace"),
                text(resource, "group"),
                version.isEmpty() ? "*" : version,
                text(resource, "resource"),
                text(resource, "subresource"),
                text(resource, "name"),
                true,
                "",
                selectors.fields(),
                selectors.labels());
    }

    private static void answer(ObjectNode status, Decision decision, ReviewSelectors selectors) {
        status.put("allowed", decision.isAllowed());
        if (decision.verdict() == Decision.Verdict.DENY) {
            status.put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        var problems = new ArrayList<String>();
        if (!decision.evaluationError().isEmpty()) {
            problems.add(decision.evaluationError());
        }
        problems.addAll(selectors.problems());
        if (!problems.isEmpty()) {
            status.put("evaluationError", String.join("; ", problems));
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
