package dev.navarch.apiserver.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** One rule of the standards. */
@FunctionalInterface
interface PodCheck {

    /** What is forbidden about a pod, or about the pods that a template makes. */
    Optional<Violation> check(JsonNode metadata, JsonNode spec);

    /** The same rule, for pods of other systems than Windows. */
    default PodCheck unlessWindows() {
        return (metadata, spec) ->
                spec.path("os").path("name").asText("").equals("windows") ? Optional.empty() : check(metadata, spec);
    }

    /** The same rule, for pods without a user namespace of their own. */
    default PodCheck unlessUserNamespace() {
        return (metadata, spec) ->
                spec.path("hostUsers").isBoolean() && !spec.path("hostUsers").booleanValue()
                        ? Optional.empty()
                        : check(metadata, spec);
    }
}
