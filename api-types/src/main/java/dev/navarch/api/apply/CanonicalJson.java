package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Go writes maps: members sorted, no spaces. */
final class CanonicalJson {

    private CanonicalJson() {}

    static String print(JsonNode value) {
        return Json.string(value.isContainerNode() ? sorted(value) : value);
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            var members = new TreeMap<String, JsonNode>(JsonOrder::compareText);
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                members.put(member.getKey(), sorted(member.getValue()));
            }
            ObjectNode out = Json.object();
            out.setAll(members);
            return out;
        }
        if (value.isArray()) {
            ArrayNode out = Json.array();
            value.forEach(item -> out.add(sorted(item)));
            return out;
        }
        return value;
    }
}
