package dev.navarch.api.protobuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.schema.Decoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufTranscoderTest {

    private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");

    @Test
    void every_kind_survives_the_round_trip() {
        for (ResourceDescriptor resource : Catalog.builtIn().resources()) {
            MessageType type = MessageTypes.builtIn().of(resource.kind());
            Decoder decoder = Decoder.builtIn(type, true);
            for (int seed = 0; seed < 10; seed++) {
                ObjectNode object = decoder.normalize(new RandomObjects(seed).object(resource.kind(), type));
                String expected = Json.string(object);
                ObjectNode back = ProtobufTranscoder.decode(ProtobufTranscoder.encode(object));
                assertEquals(expected, Json.string(back), () -> resource.kind().toString());
                assertEquals(
                        expected, Json.string(decoder.decode(Json.bytes(object)).object()));
            }
        }
    }

    @Test
    void bytes_are_those_that_go_writes() {
        ObjectNode object = (ObjectNode) Json.parse(
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
        assertEquals(
                "azhzAAoPCgJ2MRIJQ29uZmlnTWFwEg0KAwoBYRIGCgFrEgF2GgAiAA==",
                Base64.getEncoder().encodeToString(ProtobufTranscoder.encode(object)));
    }

    @Test
    void lists_are_assembled_from_messages() {
        ObjectNode item = (ObjectNode) Json.parse("{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
        byte[] message =
                ProtobufTranscoder.encodeMessage(item, MessageTypes.builtIn().of(CONFIG_MAP));
        ObjectNode list = (ObjectNode) Json.parse(
                "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["
                        + item + "," + item + "]}");
        byte[] assembled = ProtobufTranscoder.encodeList(
                new GroupVersionKind("", "v1", "ConfigMapList"),
                Json.object().put("resourceVersion", "7"),
                List.of(message, message));
        assertArrayEquals(ProtobufTranscoder.encode(list), assembled);
    }

    @Test
    void zero_values_on_the_wire_are_as_absent() {
        // metadata{name, generateName "", generation 0, creationTimestamp {}} as Go's client writes it
        byte[] bytes = Base64.getDecoder().decode("azhzAAoPCgJ2MRIJQ29uZmlnTWFwEg0KCwoBYRIAGgA4AEIAGgAiAA==");
        assertEquals(
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}",
                Json.string(ProtobufTranscoder.decode(bytes)));
    }

    @Test
    void malformed_bytes_are_an_error_and_nothing_else() {
        ObjectNode object = new RandomObjects(1)
                .object(
                        new GroupVersionKind("", "v1", "Pod"),
                        MessageTypes.builtIn().require("k8s.io.api.core.v1.Pod"));
        byte[] good = ProtobufTranscoder.encode(
                Decoder.builtIn(MessageTypes.builtIn().require("k8s.io.api.core.v1.Pod"), true)
                        .normalize(object));
        var random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = Arrays.copyOf(good, 5 + random.nextInt(good.length - 5));
            bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            try {
                ProtobufTranscoder.decode(bad);
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void what_is_no_envelope_is_refused_in_upstreams_words() {
        assertEquals("empty data", message(new byte[0]));
        assertEquals("empty body", message(new byte[] {'k', '8', 's', 0}));
        assertEquals(
                "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]",
                message(new byte[] {'{', '}'}));
    }

    private static String message(byte[] bytes) {
        return assertThrows(IllegalArgumentException.class, () -> ProtobufTranscoder.decode(bytes))
                .getMessage();
    }
}
