package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Turns an object of one kind from one version of its API into another. */
@FunctionalInterface
public interface ObjectConverter {

    /**
     * The object in another version, with {@code apiVersion} set; the object given is not changed.
     *
     * @param apiVersion group and version, such as {@code autoscaling/v1}
     * @return empty if the kind does not exist in that version
     */
    Optional<ObjectNode> convert(ObjectNode object, String apiVersion);

    /** For a kind that exists in one version only. */
    static ObjectConverter singleVersion() {
        return (object, apiVersion) ->
                object.path("apiVersion").asText("").equals(apiVersion) ? Optional.of(object) : Optional.empty();
    }

    /** For a kind that looks alike in the given versions. */
    static ObjectConverter sameFields(Set<String> apiVersions) {
        return (object, apiVersion) -> {
            if (!apiVersions.contains(apiVersion)) {
                return Optional.empty();
            }
            ObjectNode copy = object.deepCopy();
            copy.put("apiVersion", apiVersion);
            return Optional.of(copy);
        };
    }
}
