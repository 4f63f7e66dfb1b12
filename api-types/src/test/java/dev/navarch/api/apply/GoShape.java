package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.navarch.api.facts.FactFile;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings objects into the form that decoding gives them: with the members that show even when unset. */
final class GoShape {

    private static final FactFile KINDS = FactFile.load(GoShape.class, "/dev/navarch/api/protobuf/kinds.txt");
    private static final FactFile MESSAGES = FactFile.load(GoShape.class, "/dev/navarch/api/protobuf/messages.txt");

    private GoShape() {}

    private record Member(String name, String type, String flags, String unset) {}

    /** The object decoded from {@code {}}. */
    static ObjectNode empty(String apiVersion, String kind) {
        ObjectNode object = Json.object();
        object.put("kind", kind);
        object.put("apiVersion", apiVersion);
        return decoded(object);
    }

    static ObjectNode decoded(ObjectNode object) {
        String message = KINDS.get(
                object.path("apiVersion").asText() + "/" + object.path("kind").asText());
        if (message == null) {
            message = KINDS.get("/" + object.path("apiVersion").asText() + "/"
                    + object.path("kind").asText());
        }
        if (message != null) {
            decode(object, message);
        }
        return object;
    }

    private static void decode(JsonNode value, String message) {
        if (!(value instanceof ObjectNode object)) {
            return;
        }
        for (Member member : members(message)) {
            if (member.flags.contains("i")) {
                decode(object, member.type);
                continue;
            }
            JsonNode inner = object.get(member.name);
            if (inner == null || inner.isNull()) {
                if (member.unset.equals("-")) {
                    object.remove(member.name);
                } else {
                    object.set(member.name, Json.parseTrusted(member.unset));
                }
            } else if (member.flags.contains("r") || member.flags.contains("m")) {
                if (member.type.endsWith(".Quantity") && inner instanceof ObjectNode quantities) {
                    quantities.properties().forEach(q -> q.setValue(canonical(q.getValue())));
                }
                if (inner.isEmpty() && member.unset.equals("-")) {
                    object.remove(member.name);
                }
                inner.forEach(item -> decode(item, member.type));
            } else {
                decode(inner, member.type);
            }
        }
    }

    private static JsonNode canonical(JsonNode quantity) {
        return TextNode.valueOf(Quantity.parse(quantity.asText()).toString());
    }

    private static List<Member> members(String message) {
        String line = MESSAGES.get(message);
        List<Member> members = new ArrayList<>();
        if (line != null && !line.isEmpty()) {
            for (String field : line.split(" ; ", -1)) {
                String[] parts = field.split(" ", 5);
                members.add(new Member(parts[1], parts[2], parts[3], parts[4]));
            }
        }
        return members;
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
