package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;

/** The {@code Status} answers of patches that do not apply. */
final class PatchErrors {

    private PatchErrors() {}

    /** Upstream hides the reason from the client: the text is the same for every patch that does not apply. */
    static StatusException unprocessable(PatchFailure failure) {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure");
        status.put("message", "the server rejected our request due to an error in our request");
        status.put("reason", "Invalid");
        status.putObject("details");
        status.put("code", 422);
        return StatusException.of(status, failure);
    }

    /** An error that upstream does not classify: 500 with the bare text. */
    static StatusException unclassified(String message) {
        return StatusException.of(500, "", message);
    }

    /** What Go's JSON decoder calls the type of a value. */
    static String jsonType(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            default -> "null";
        };
    }
}
