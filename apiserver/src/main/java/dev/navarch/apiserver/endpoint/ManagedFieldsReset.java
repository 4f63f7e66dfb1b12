package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.ObjectMeta;

/** A client gives up all ownership by an empty list, which the decoded form of an object does not keep. */
final class ManagedFieldsReset {

    private ManagedFieldsReset() {}

    static void carry(JsonNode sent, ObjectNode decoded) {
        JsonNode owners = sent.path("metadata").path("managedFields");
        if (owners.isArray() && owners.isEmpty()) {
            ObjectMeta.metadata(decoded).set("managedFields", Json.array());
        }
    }
}
