package dev.navarch.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import dev.navarch.api.json.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An OpenAPI 2 document in the protobuf form that gnostic gives it, in which Go clients ask for it. */
final class SwaggerProtobuf {

    private SwaggerProtobuf() {}

    static byte[] encode(JsonNode document) {
        return message(out -> {
            text(out, 1, document.path("swagger"));
            nested(out, 2, info(document.path("info")));
            nested(out, 8, message(paths -> {
                for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
                    nested(paths, 2, named(path.getKey(), pathItem(path.getValue())));
                }
            }));
            nested(out, 9, schemas(document.path("definitions")));
        });
    }

    private static byte[] info(JsonNode info) {
        return message(out -> {
            text(out, 1, info.path("title"));
            text(out, 2, info.path("version"));
        });
    }

    private static byte[] pathItem(JsonNode item) {
        return message(out -> {
            operation(out, 2, item.path("get"));
            operation(out, 3, item.path("put"));
            operation(out, 4, item.path("post"));
            operation(out, 5, item.path("delete"));
            operation(out, 6, item.path("options"));
            operation(out, 7, item.path("head"));
            operation(out, 8, item.path("patch"));
            for (JsonNode parameter : item.path("parameters")) {
                nested(out, 9, parameter(parameter));
            }
            extensions(out, 10, item);
        });
    }

    private static void operation(CodedOutputStream to, int number, JsonNode operation) throws IOException {
        if (!operation.isObject()) {
            return;
        }
        nested(to, number, message(out -> {
            texts(out, 1, operation.path("tags"));
            text(out, 3, operation.path("description"));
            text(out, 5, operation.path("operationId"));
            texts(out, 6, operation.path("produces"));
            texts(out, 7, operation.path("consumes"));
            for (JsonNode parameter : operation.path("parameters")) {
                nested(out, 8, parameter(parameter));
            }
            nested(out, 9, responses(operation.path("responses")));
            texts(out, 10, operation.path("schemes"));
            flag(out, 11, operation.path("deprecated"));
            extensions(out, 13, operation);
        }));
    }

    private static byte[] responses(JsonNode responses) {
        return message(out -> {
            for (Map.Entry<String, JsonNode> response : responses.properties()) {
                byte[] answer = message(to -> {
                    text(to, 1, response.getValue().path("description"));
                    JsonNode schema = response.getValue().path("schema");
                    if (!schema.isMissingNode()) {
                        nested(to, 2, only(1, schema(schema)));
                    }
                });
                nested(out, 1, named(response.getKey(), only(1, answer)));
            }
        });
    }

    /** A ParametersItem: a parameter in place, or a reference to one. */
    private static byte[] parameter(JsonNode parameter) {
        if (parameter.has("$ref")) {
            return only(2, message(out -> text(out, 1, parameter.path("$ref"))));
        }
        if (parameter.path("in").asText().equals("body")) {
            return only(1, only(1, message(out -> {
                text(out, 1, parameter.path("description"));
                text(out, 2, parameter.path("name"));
                text(out, 3, parameter.path("in"));
                flag(out, 4, parameter.path("required"));
                nested(out, 5, schema(parameter.path("schema")));
            })));
        }
        boolean query = parameter.path("in").asText().equals("query");
        // Past the fourth field, parameters of queries have one more than those of paths.
        int shift = query ? 1 : 0;
        byte[] inPlace = message(out -> {
            flag(out, 1, parameter.path("required"));
            text(out, 2, parameter.path("in"));
            text(out, 3, parameter.path("description"));
            text(out, 4, parameter.path("name"));
            text(out, 5 + shift, parameter.path("type"));
            text(out, 6 + shift, parameter.path("format"));
            flag(out, 19 + shift, parameter.path("uniqueItems"));
        });
        return only(1, only(2, only(query ? 3 : 4, inPlace)));
    }

    private static byte[] schemas(JsonNode schemas) {
        return message(out -> {
            for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
                nested(out, 1, named(schema.getKey(), schema(schema.getValue())));
            }
        });
    }

    private static byte[] schema(JsonNode schema) {
        return message(out -> {
            text(out, 1, schema.path("$ref"));
            text(out, 2, schema.path("format"));
            text(out, 3, schema.path("title"));
            text(out, 4, schema.path("description"));
            any(out, 5, schema.path("default"));
            number(out, 6, schema.path("multipleOf"));
            number(out, 7, schema.path("maximum"));
            flag(out, 8, schema.path("exclusiveMaximum"));
            number(out, 9, schema.path("minimum"));
            flag(out, 10, schema.path("exclusiveMinimum"));
            whole(out, 11, schema.path("maxLength"));
            whole(out, 12, schema.path("minLength"));
            text(out, 13, schema.path("pattern"));
            whole(out, 14, schema.path("maxItems"));
            whole(out, 15, schema.path("minItems"));
            flag(out, 16, schema.path("uniqueItems"));
            whole(out, 17, schema.path("maxProperties"));
            whole(out, 18, schema.path("minProperties"));
            texts(out, 19, schema.path("required"));
            for (JsonNode value : schema.path("enum")) {
                any(out, 20, value);
            }
            additionalProperties(out, schema.path("additionalProperties"));
            JsonNode type = schema.path("type");
            if (!type.isMissingNode()) {
                nested(out, 22, message(to -> {
                    text(to, 1, type);
                    texts(to, 1, type);
                }));
            }
            if (schema.path("items").isObject()) {
                nested(out, 23, only(1, schema(schema.path("items"))));
            }
            for (JsonNode part : schema.path("allOf")) {
                nested(out, 24, schema(part));
            }
            if (schema.path("properties").isObject()) {
                nested(out, 25, schemas(schema.path("properties")));
            }
            extensions(out, 31, schema);
        });
    }

    private static void additionalProperties(CodedOutputStream out, JsonNode schema) throws IOException {
        if (schema.isObject()) {
            nested(out, 21, only(1, schema(schema)));
        } else if (schema.isBoolean()) {
            nested(out, 21, message(to -> to.writeBool(2, schema.booleanValue())));
        }
    }

    private static void extensions(CodedOutputStream out, int number, JsonNode node) throws IOException {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getKey().startsWith("x-")) {
                nested(out, number, named(member.getKey(), value(member.getValue())));
            }
        }
    }

    private static void any(CodedOutputStream out, int number, JsonNode value) throws IOException {
        if (!value.isMissingNode()) {
            nested(out, number, value(value));
        }
    }

    private static byte[] value(JsonNode value) {
        return message(out -> out.writeString(2, new String(Yaml.bytes(value), StandardCharsets.UTF_8)));
    }

    private static byte[] named(String name, byte[] value) {
        return message(out -> {
            out.writeString(1, name);
            nested(out, 2, value);
        });
    }

    private static byte[] only(int number, byte[] value) {
        return message(out -> nested(out, number, value));
    }

    private static void nested(CodedOutputStream out, int number, byte[] message) throws IOException {
        out.writeByteArray(number, message);
    }

    private static void text(CodedOutputStream out, int number, JsonNode text) throws IOException {
        if (text.isTextual()) {
            out.writeString(number, text.textValue());
        }
    }

    private static void texts(CodedOutputStream out, int number, JsonNode list) throws IOException {
        for (JsonNode item : list) {
            text(out, number, item);
        }
    }

    private static void flag(CodedOutputStream out, int number, JsonNode flag) throws IOException {
        if (flag.asBoolean(false)) {
            out.writeBool(number, true);
        }
    }

    private static void number(CodedOutputStream out, int number, JsonNode value) throws IOException {
        if (value.isNumber()) {
            out.writeDouble(number, value.doubleValue());
        }
    }

    private static void whole(CodedOutputStream out, int number, JsonNode value) throws IOException {
        if (value.isNumber()) {
            out.writeInt64(number, value.longValue());
        }
    }

    private interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Body body) {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
        try {
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
