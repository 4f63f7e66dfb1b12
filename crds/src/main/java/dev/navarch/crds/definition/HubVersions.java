package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;

/** The versions of a spec as upstream's errors show them. */
final class HubVersions {

    private HubVersions() {}

    static JsonNode of(JsonNode spec) {
        if (!spec.path("versions").isArray()) {
            return Json.nodes().nullNode();
        }
        ArrayNode shown = Json.array();
        for (JsonNode version : spec.path("versions")) {
            ObjectNode hub = shown.addObject();
            hub.set("Name", version.path("name"));
            hub.put("Served", version.path("served").asBoolean(false));
            hub.put("Storage", version.path("storage").asBoolean(false));
            hub.put("Deprecated", version.path("deprecated").asBoolean(false));
            hub.set("DeprecationWarning", Json.nodes().nullNode());
            hub.set("Schema", Json.nodes().nullNode());
            hub.set("Subresources", Json.nodes().nullNode());
            hub.set("AdditionalPrinterColumns", Json.nodes().nullNode());
            hub.set("SelectableFields", Json.nodes().nullNode());
        }
        return shown;
    }
}
