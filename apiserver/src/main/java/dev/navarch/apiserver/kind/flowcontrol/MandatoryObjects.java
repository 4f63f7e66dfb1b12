package dev.navarch.apiserver.kind.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.bootstrap.BootstrapFacts;
import java.util.Optional;
import java.util.Set;

/** The flow schemas and priority levels without which there can be no server: their names and what they are. */
final class MandatoryObjects {

    private static final Set<String> NAMES = Set.of("exempt", "catch-all");

    private MandatoryObjects() {}

    /** The specification of a mandatory object; empty for all others. */
    static Optional<JsonNode> spec(String kind, String name) {
        return NAMES.contains(name)
                ? BootstrapFacts.flowControl().stream()
                        .filter(object -> object.path("kind").asText("").equals(kind)
                                && object.path("metadata")
                                        .path("name")
                                        .asText("")
                                        .equals(name))
                        .map(object -> object.path("spec"))
                        .findFirst()
                : Optional.empty();
    }
}
