package dev.navarch.api.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Makes objects of any kind with random members of the right types. */
final class RandomObjects {

    private static final int MAX_DEPTH = 7;
    private static final List<String> QUANTITIES =
            List.of("0", "1", "500m", "1Gi", "1500M", "3e3", "-1", "7n", "0.5", "1000m");

    private final Random random;

    RandomObjects(long seed) {
        random = new Random(seed);
    }

    ObjectNode object(GroupVersionKind kind, MessageType type) {
        ObjectNode object = Json.object();
        ObjectMeta.setGroupVersionKind(object, kind);
        fill(object, type, 0);
        return object;
    }

    private void fill(ObjectNode object, MessageType type, int depth) {
        type.members().forEach((name, field) -> {
            if (random.nextInt(depth + 2) == 0) {
                object.set(name, value(field, depth + 1));
            }
        });
    }

    private JsonNode value(FieldType field, int depth) {
        return switch (field.cardinality()) {
            case ONE -> one(field, depth);
            case REPEATED -> {
                ArrayNode list = Json.array();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    list.add(one(field, depth));
                }
                yield list;
            }
            case MAP -> {
                ObjectNode map = Json.object();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    map.set(text(), one(field, depth));
                }
                yield map;
            }
        };
    }

    private JsonNode one(FieldType field, int depth) {
        return switch (field.kind()) {
            case STRING -> Json.nodes().textNode(text());
            case BOOL -> Json.nodes().booleanNode(random.nextBoolean());
            case INT32 -> Json.nodes().numberNode(random.nextInt());
            case INT64 -> Json.nodes().numberNode(random.nextLong());
            case DOUBLE -> Json.nodes().numberNode(random.nextDouble() * 100);
            case BYTES ->
                Json.nodes()
                        .textNode(Base64.getEncoder()
                                .encodeToString(text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            case MESSAGE -> message(field.message(), depth);
        };
    }

    private JsonNode message(MessageType type, int depth) {
        return switch (type.form()) {
            case OBJECT -> struct(type, depth);
            case QUANTITY -> Json.nodes().textNode(QUANTITIES.get(random.nextInt(QUANTITIES.size())));
            case TIME ->
                Json.nodes().textNode("20" + (10 + random.nextInt(80)) + "-02-28T23:59:0" + random.nextInt(10) + "Z");
            case MICRO_TIME -> Json.nodes().textNode("1969-12-31T00:00:00.00" + (1000 + random.nextInt(9000)) + "Z");
            case INT_OR_STRING ->
                random.nextBoolean()
                        ? Json.nodes().numberNode(random.nextInt())
                        : Json.nodes().textNode(text());
            case RAW ->
                Json.object().put("any", text()).set("list", Json.array().add(1).add(true));
            case LIST -> value(type.fields().getFirst(), depth);
            case SCHEMA_OR_ARRAY, SCHEMA_OR_BOOL, SCHEMA_OR_STRINGS ->
                type.form() == MessageType.Form.SCHEMA_OR_BOOL && random.nextBoolean()
                        ? Json.nodes().booleanNode(random.nextBoolean())
                        : struct(
                                type.descending().stream()
                                        .filter(field -> field.kind() == FieldType.Kind.MESSAGE)
                                        .findFirst()
                                        .orElseThrow()
                                        .message(),
                                depth + 2);
        };
    }

    private JsonNode struct(MessageType type, int depth) {
        ObjectNode object = Json.object();
        if (depth < MAX_DEPTH) {
            fill(object, type, depth);
        }
        return object;
    }

    private String text() {
        return List.of("", "a", "b-c", "x/y", "zürich", "<&>", "😀", "quote\"d", "long".repeat(40))
                .get(random.nextInt(9));
    }
}
