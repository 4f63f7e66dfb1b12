package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.crds.definition.Conditions.Condition;
import java.util.Optional;

/** Whether a definition in a group of the Kubernetes project says that it was reviewed there. */
public final class ApiApproval {

    static final String ANNOTATION = "api-approved.kubernetes.io";
    private static final String TYPE = "KubernetesAPIApprovalPolicyConformant";

    enum State {
        MISSING,
        INVALID,
        BYPASSED,
        APPROVED
    }

    private ApiApproval() {}

    static boolean isProtected(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    static State state(JsonNode definition) {
        String value = ObjectMeta.annotation(definition, ANNOTATION).orElse("");
        if (value.isEmpty()) {
            return State.MISSING;
        }
        if (value.startsWith("unapproved")) {
            return State.BYPASSED;
        }
        return isAddress(value) ? State.APPROVED : State.INVALID;
    }

    static String reason(JsonNode definition) {
        String value = ObjectMeta.annotation(definition, ANNOTATION).orElse("");
        return switch (state(definition)) {
            case MISSING ->
                "protected groups must have approval annotation \"" + ANNOTATION
                        + "\", see https://github.com/kubernetes/enhancements/pull/1111";
            case INVALID ->
                "protected groups must have approval annotation \"" + ANNOTATION
                        + "\" with either a URL or a reason starting with \"unapproved\", see"
                        + " https://github.com/kubernetes/enhancements/pull/1111";
            case BYPASSED -> "not approved: \"" + value + "\"";
            case APPROVED -> "approved in " + value;
        };
    }

    private static boolean isAddress(String value) {
        try {
            var uri = new java.net.URI(value);
            return uri.getHost() != null && uri.getScheme() != null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    /** The condition that tells; empty where the group is anyone's. */
    public static Optional<Condition> condition(JsonNode definition) {
        if (!isProtected(definition.path("spec").path("group").asText(""))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (state(definition)) {
                    case MISSING -> new Condition(TYPE, "False", "MissingAnnotation", reason(definition));
                    case INVALID -> new Condition(TYPE, "False", "InvalidAnnotation", reason(definition));
                    case BYPASSED -> new Condition(TYPE, "False", "UnapprovedAnnotation", reason(definition));
                    case APPROVED -> new Condition(TYPE, "True", "ApprovedAnnotation", reason(definition));
                });
    }
}
