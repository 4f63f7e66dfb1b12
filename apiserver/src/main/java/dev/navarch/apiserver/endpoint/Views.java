package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import java.util.Arrays;

/** Forms of an object other than itself: its metadata alone, or a row of a table. */
final class Views {

    private Views() {}

    /** Sends the object in the form that the client wants. */
    static void send(Call call, OutputMediaType output, int code, ObjectNode object) {
        if (output.isTable()) {
            Tables.include(call.exchange());
        }
        boolean isStatus = object.path("kind").asText().equals("Status");
        ObjectNode view = isStatus ? object : of(call, output, object);
        Responder.send(call.exchange(), output, code, view);
    }

    static ObjectNode of(Call call, OutputMediaType output, ObjectNode object) {
        if (output.isPartialMetadata()) {
            checkList(call, output, false);
            return partialMetadata(object, output);
        }
        if (output.isTable()) {
            return Tables.of(call, output, object, true);
        }
        return object;
    }

    /** A list is asked for as a list, an object as an object. */
    static void checkList(Call call, OutputMediaType output, boolean list) {
        boolean asList = output.convertVersion().isEmpty() || output.asksForList();
        if (asList == list) {
            return;
        }
        GroupVersionKind kind = call.served().descriptor().kind();
        String type = "*" + BodyDecoder.internal(kind) + "." + kind.kind();
        throw StatusException.of(
                406,
                "NotAcceptable",
                list
                        ? "you requested PartialObjectMetadata, but the requested object is a list (" + type + "List)"
                        : "you requested PartialObjectMetadataList, but the requested object is not a list (" + type
                                + ")");
    }

    static ObjectNode partialMetadata(ObjectNode object, OutputMediaType output) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", output.convertVersion());
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    /** An item of a list: without kind and apiVersion, as typed lists have it. */
    static byte[] item(byte[] json, int headLength) {
        byte[] item = Arrays.copyOfRange(json, headLength - 1, json.length);
        item[0] = '{';
        return item;
    }
}
