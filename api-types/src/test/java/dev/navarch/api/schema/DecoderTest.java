package dev.navarch.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    private static Decoder decoder(String apiVersion, String kind) {
        return Catalog.builtIn()
                .decoder(GroupVersion.parse(apiVersion).kind(kind))
                .orElseThrow();
    }

    private static Decoded decode(Decoder decoder, String json) {
        return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "apps/v1|Deployment|{\"spec\":{\"replicas\":\"x\"}}|json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps/v1|Deployment|{\"spec\":{\"replicas\":1.5}}|json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps/v1|Deployment|{\"spec\":{\"replicas\":1e1}}|json: cannot unmarshal number 1e1 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps/v1|Deployment|{\"spec\":{\"replicas\":4294967296}}|json: cannot unmarshal number 4294967296 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "v1|ConfigMap|{\"metadata\":{\"name\":5}}|json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string",
                "v1|ConfigMap|{\"metadata\":{\"labels\":{\"a\":1}}}|json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
                "v1|ConfigMap|{\"metadata\":{\"finalizers\":\"a\"}}|json: cannot unmarshal string into Go struct field ObjectMeta.metadata.finalizers of type []string",
                "v1|ConfigMap|{\"metadata\":\"a\"}|json: cannot unmarshal string into Go struct field ConfigMap.metadata of type v1.ObjectMeta",
                "v1|ConfigMap|{\"data\":\"a\"}|json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string",
                "v1|ConfigMap|{\"metadata\":{\"creationTimestamp\":\"yesterday\"}}|parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\"",
                "v1|ConfigMap|{\"binaryData\":{\"a\":\"abc\"}}|illegal base64 data at input byte 3",
                "v1|Secret|{\"data\":{\"a\":\"%\"}}|illegal base64 data at input byte 0",
                "coordination.k8s.io/v1|Lease|{\"spec\":{\"renewTime\":\"2026-01-02T03:04:05Z\"}}|parsing time \"2026-01-02T03:04:05Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"",
                "v1|Pod|{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"x\"}}}]}}|quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "v1|Pod|{\"spec\":{\"restartPolicy\":5}}|json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy",
                "v1|Pod|{\"spec\":{\"volumes\":[{\"emptyDir\":5}]}}|json: cannot unmarshal number into Go struct field Volume.spec.volumes.VolumeSource.emptyDir of type v1.EmptyDirVolumeSource",
            })
    void wrong_types_are_refused_in_gos_words(String apiVersion, String kind, String json, String message) {
        Decoder decoder = decoder(apiVersion, kind);
        assertEquals(
                message,
                assertThrows(DecodeException.class, () -> decode(decoder, json)).getMessage());
    }

    @Test
    void unknown_and_duplicate_fields_are_told_in_order() {
        Decoded decoded = decode(
                decoder("v1", "Pod"),
                "{\"Spec\":{},\"metadata\":{\"name\":\"a\",\"name\":\"b\",\"labels\":{\"l\":\"1\",\"l\":\"2\"}},"
                        + "\"spec\":{\"containers\":[{\"imagee\":\"x\"}]}}");
        assertEquals(
                List.of(
                        "unknown field \"Spec\"",
                        "duplicate field \"metadata.name\"",
                        "duplicate field \"metadata.labels.l\"",
                        "unknown field \"spec.containers[0].imagee\""),
                decoded.strictErrors());
        assertEquals("b", decoded.object().path("metadata").path("name").textValue());
    }

    @Test
    void objects_take_the_form_in_which_go_writes_them() {
        Decoded decoded = decode(
                decoder("v1", "Pod"),
                "{\"spec\":{\"nodeSelector\":{},\"containers\":[{\"image\":\"i\",\"name\":\"c\",\"env\":[],\"resources\":{\"limits\":"
                        + "{\"memory\":\"1024Mi\",\"cpu\":0.5}}}],\"volumes\":null},\"metadata\":{\"creationTimestamp\":null,"
                        + "\"deletionTimestamp\":\"2026-01-02T03:04:05.9+01:00\"},\"kind\":\"Pod\",\"apiVersion\":\"v1\"}");
        assertEquals(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"deletionTimestamp\":\"2026-01-02T02:04:05Z\"},"
                        + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"resources\":{\"limits\":{\"cpu\":\"500m\","
                        + "\"memory\":\"1Gi\"}}}]},\"status\":{}}",
                Json.string(decoded.object()));
    }

    @Test
    void custom_resources_are_pruned_and_sorted() {
        StructuralSchema schema = StructuralSchema.ofCustomResource(Json.parse(
                "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},"
                        + "\"n\":{\"type\":\"string\"},\"m\":{\"type\":\"string\",\"nullable\":true},"
                        + "\"any\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}}}}"));
        Decoded decoded = decode(
                Decoder.custom(schema),
                "{\"spec\":{\"b\":1,\"any\":{\"z\":1,\"y\":1.0},\"a\":\"x\",\"a\":\"y\",\"n\":null,\"m\":null},\"kind\":\"W\","
                        + "\"apiVersion\":\"g/v1\",\"metadata\":{\"unknownMeta\":1,\"name\":\"w\"}}");
        assertEquals(
                List.of(
                        "duplicate field \"spec.a\"",
                        "unknown field \"metadata.unknownMeta\"",
                        "unknown field \"spec.b\""),
                decoded.strictErrors());
        assertEquals(
                "{\"apiVersion\":\"g/v1\",\"kind\":\"W\",\"metadata\":{\"name\":\"w\"},\"spec\":{\"a\":\"y\","
                        + "\"any\":{\"y\":1,\"z\":1},\"m\":null}}",
                Json.string(decoded.object()));
    }

    @Test
    void defaults_fill_what_is_absent_or_may_not_be_null() {
        StructuralSchema schema = StructuralSchema.ofCustomResource(Json.parse(
                "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"default\":{},\"properties\":{"
                        + "\"a\":{\"type\":\"string\",\"default\":\"x\"},\"list\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                        + "\"properties\":{\"p\":{\"type\":\"integer\",\"default\":80}}}}}}}}"));
        var empty = Json.object();
        Defaulter.applyDefaults(empty, schema);
        assertEquals("{\"spec\":{\"a\":\"x\"}}", empty.toString());
        var object = Json.parse("{\"spec\":{\"a\":null,\"list\":[{}]}}");
        Defaulter.applyDefaults(object, schema);
        assertEquals("{\"spec\":{\"a\":\"x\",\"list\":[{\"p\":80}]}}", object.toString());
    }

    @Test
    void what_is_not_utf_8_is_replaced() {
        byte[] json = "{\"data\":{\"x\":\"??\"}}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < json.length; i++) {
            json[i] = json[i] == '?' ? (byte) 0xff : json[i];
        }
        assertEquals(
                "\ufffd\ufffd",
                decoder("v1", "ConfigMap")
                        .decode(json)
                        .object()
                        .path("data")
                        .path("x")
                        .textValue());
        assertEquals("\ufffd\ufffd", Json.parse(json).path("data").path("x").textValue());
    }

    @Test
    void a_byte_order_mark_begins_no_value() {
        byte[] json = "\ufeff{}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "invalid character 'ï' looking for beginning of value",
                assertThrows(IllegalArgumentException.class, () -> Json.parse(json))
                        .getMessage());
    }

    @Test
    void syntax_errors_read_as_gos() {
        Decoder decoder = decoder("v1", "ConfigMap");
        assertEquals(
                "invalid character '}' looking for beginning of object key string",
                assertThrows(IllegalArgumentException.class, () -> decode(decoder, "{\"a\":1,}"))
                        .getMessage());
        assertEquals(
                "unexpected end of JSON input",
                assertThrows(IllegalArgumentException.class, () -> decode(decoder, "{\"data\":{"))
                        .getMessage());
        assertEquals(
                "invalid character '{' after top-level value",
                assertThrows(IllegalArgumentException.class, () -> decode(decoder, "{}{}"))
                        .getMessage());
    }
}
