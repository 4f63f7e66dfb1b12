package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one object in the making, with the words that many kinds share. */
final class Row {

    private final ObjectNode object;
    private final Instant now;
    private final ArrayNode cells = Json.array();
    private @Nullable ArrayNode conditions;

    Row(ObjectNode object, Instant now) {
        this.object = object;
        this.now = now;
    }

    ObjectNode object() {
        return object;
    }

    /** Walks down members; missing if one is not there. */
    JsonNode at(String... path) {
        JsonNode node = object;
        for (String member : path) {
            node = node.path(member);
        }
        return node;
    }

    String text(String... path) {
        return at(path).asText("");
    }

    long number(String... path) {
        return at(path).asLong(0);
    }

    /** The text there, or another if there is none. */
    String textOr(String otherwise, String... path) {
        String text = text(path);
        return text.isEmpty() ? otherwise : text;
    }

    Row add(@Nullable String cell) {
        cells.add(cell);
        return this;
    }

    Row add(long cell) {
        cells.add(Json.nodes().numberNode(cell));
        return this;
    }

    Row add(boolean cell) {
        cells.add(cell);
        return this;
    }

    Row add(JsonNode cell) {
        cells.add(cell);
        return this;
    }

    Row name() {
        return add(ObjectMeta.name(object));
    }

    Row age() {
        return add(since(at("metadata", "creationTimestamp")));
    }

    /** The time passed since a timestamp. */
    String since(JsonNode timestamp) {
        Instant time = instant(timestamp);
        return time == null ? "<unknown>" : HumanDuration.format(Duration.between(time, now));
    }

    String since(Instant time) {
        return HumanDuration.format(Duration.between(time, now));
    }

    static @Nullable Instant instant(JsonNode timestamp) {
        if (!timestamp.isTextual() || timestamp.textValue().isEmpty()) {
            return null;
        }
        try {
            return Timestamps.parse(timestamp.textValue());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Names and images of containers, in two cells. */
    Row containers(JsonNode containers) {
        return add(joined(containers, "name", ",")).add(joined(containers, "image", ","));
    }

    static String joined(JsonNode items, String member, String separator) {
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(item.path(member).asText("")));
        return String.join(separator, texts);
    }

    static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText("")));
        return texts;
    }

    void condition(String type, String status, String reason, String message) {
        conditions = Json.array();
        conditions
                .addObject()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message);
    }

    ArrayNode cells() {
        return cells;
    }

    @Nullable
    ArrayNode conditions() {
        return conditions;
    }
}
