package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.json.Yaml;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import java.util.List;

/** Bodies in other encodings than JSON. */
final class Bodies {

    private Bodies() {}

    /** A YAML document and what strict reading would refuse of it. */
    record Document(ObjectNode object, List<String> problems) {}

    /**
     * The body as JSON.
     *
     * @param expected completes what a protobuf body does not say of itself
     * @throws IllegalArgumentException when it cannot be read: a {@link JsonSyntaxException} for a text, otherwise a
     *     {@code ProtobufException}
     */
    static byte[] toJson(byte[] body, Format format, GroupVersionKind expected) {
        return switch (format) {
            case JSON -> body;
            case YAML -> Json.bytes(Yaml.parse(body));
            case PROTOBUF -> Json.bytes(ProtobufTranscoder.decode(body, expected));
        };
    }

    /** An apply configuration; 400 when it is no object. */
    static Document configuration(byte[] body) {
        try {
            Yaml.Document document = Yaml.read(body);
            JsonNode value = document.value().isNull() ? Json.object() : document.value();
            return new Document(
                    PatchEndpoint.object(
                            value,
                            "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                                    + BodyDecoder.typeOf(value) + " into Go value of type map[string]interface {}"),
                    document.duplicates());
        } catch (JsonSyntaxException e) {
            throw StatusException.badRequest("error decoding YAML: error converting YAML to JSON: " + e.getMessage());
        }
    }
}
