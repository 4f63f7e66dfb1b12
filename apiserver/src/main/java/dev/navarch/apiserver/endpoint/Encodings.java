package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.Yaml;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.ProtobufException;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import java.util.Arrays;

/** Objects as bytes of the media types that are served. */
final class Encodings {

    private Encodings() {}

    static byte[] encode(ObjectNode object, OutputMediaType type) {
        return switch (type.format()) {
            case JSON -> json(Json.bytes(object), type.pretty());
            case YAML -> Yaml.bytes(object);
            case PROTOBUF -> protobuf(object);
        };
    }

    /** Complete JSON as Go's encoder ends it: with a newline when it is not laid out for people. */
    static byte[] json(byte[] compact, boolean pretty) {
        if (pretty) {
            return JsonIndent.indent(compact);
        }
        byte[] line = Arrays.copyOf(compact, compact.length + 1);
        line[compact.length] = '\n';
        return line;
    }

    private static byte[] protobuf(ObjectNode object) {
        try {
            return ProtobufTranscoder.encode(object);
        } catch (ProtobufException e) {
            throw StatusException.notAcceptable(String.valueOf(e.getMessage()));
        }
    }
}
