package dev.navarch.apiserver.kind.core.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Between {@code v1} and {@code events.k8s.io/v1}: the same facts, some of them under other names. */
public final class EventConverter implements ObjectConverter {

    private static final String CORE = "v1";
    private static final String EVENTS = "events.k8s.io/v1";

    private static final Map<String, String> TO_EVENTS = Map.of(
            "involvedObject", "regarding",
            "source", "deprecatedSource",
            "message", "note",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");
    private static final Map<String, String> TO_CORE = inverse();

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        if (object.path("apiVersion").asText("").equals(apiVersion)) {
            return Optional.of(object);
        }
        return switch (apiVersion) {
            case CORE -> Optional.of(renamed(object, TO_CORE, CORE));
            case EVENTS -> Optional.of(renamed(object, TO_EVENTS, EVENTS));
            default -> Optional.empty();
        };
    }

    private static ObjectNode renamed(ObjectNode object, Map<String, String> names, String apiVersion) {
        ObjectNode converted = Json.object();
        object.properties()
                .forEach(field -> converted.set(
                        names.getOrDefault(field.getKey(), field.getKey()),
                        field.getValue().deepCopy()));
        converted.put("apiVersion", apiVersion);
        MessageType type =
                MessageTypes.builtIn().of(GroupVersion.parse(apiVersion).kind("Event"));
        if (type == null) {
            return converted;
        }
        return Decoder.builtIn(type, true).normalize(converted);
    }

    private static Map<String, String> inverse() {
        var inverse = new HashMap<String, String>();
        TO_EVENTS.forEach((from, to) -> inverse.put(to, from));
        return Map.copyOf(inverse);
    }
}
