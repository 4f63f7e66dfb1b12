package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import java.util.Map;

/** Brings objects into the form that decoding gives them: with the members that show even when unset. */
final class GoShape {

    private GoShape() {}

    /** The object decoded from {@code {}}. */
    static ObjectNode empty(String apiVersion, String kind) {
        ObjectNode object = Json.object();
        object.put("kind", kind);
        object.put("apiVersion", apiVersion);
        return decoded(object);
    }

    static ObjectNode decoded(ObjectNode object) {
        MessageType type = MessageTypes.builtIn()
                .of(GroupVersion.parse(object.path("apiVersion").asText())
                        .kind(object.path("kind").asText()));
        return type == null ? object : Decoder.builtIn(type, false).normalize(object);
    }

    /** Null members and values that do not show when unset are the same as absent ones. */
    static JsonNode comparable(JsonNode value) {
        if (value.isObject()) {
            ObjectNode out = Json.object();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!member.getValue().isNull()) {
                    out.set(member.getKey(), comparable(member.getValue()));
                }
            }
            return out;
        }
        if (value.isArray()) {
            var out = Json.array();
            value.forEach(item -> out.add(comparable(item)));
            return out;
        }
        return value;
    }
}
