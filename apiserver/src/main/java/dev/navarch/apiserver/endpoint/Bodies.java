package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonSyntaxException;
import dev.navarch.api.json.Yaml;
import dev.navarch.api.meta.StatusException;
import java.util.List;

/** Bodies in other encodings than JSON. */
final class Bodies {

    private Bodies() {}

    /** A YAML document and what strict reading would refuse of it. */
    record Document(ObjectNode object, List<String> problems) {}

    /**
     * The body as JSON.
     *
     * @throws JsonSyntaxException when it cannot be read
     */
    static byte[] toJson(byte[] body, Format format) {
        return switch (format) {
            case JSON -> body;
            case YAML -> Json.bytes(Yaml.parse(body));
            case PROTOBUF -> throw new JsonSyntaxException("protobuf");
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
                            "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal"
                                    + " into Go value of type map[string]interface {}"),
                    document.duplicates());
        } catch (JsonSyntaxException e) {
            throw StatusException.badRequest("error decoding YAML: " + e.getMessage());
        }
    }
}
