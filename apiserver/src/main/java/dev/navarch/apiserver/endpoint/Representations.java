package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import dev.navarch.apiserver.cache.CachedObject;

/** Cached objects in the served version; what must be made for that is made once and shared. */
final class Representations {

    private Representations() {}

    private record InVersion(String apiVersion) {}

    /** The message of an object without its envelope, as items of lists are. */
    private record Message(String apiVersion) {}

    /** The whole object in protobuf, envelope included. */
    private record Protobuf(String apiVersion) {}

    /** The object as JSON; shared bytes, never to be changed. */
    static byte[] json(Call call, CachedObject object) {
        if (call.served().servesStoredVersion()) {
            return object.json();
        }
        var form = new InVersion(call.served().descriptor().kind().apiVersion());
        return object.memo(form, cached -> Json.bytes(kindFirst(converted(call, cached))));
    }

    /** The object as protobuf in its envelope; shared. */
    static byte[] protobuf(Call call, CachedObject object) {
        return object.memo(
                new Protobuf(call.served().descriptor().kind().apiVersion()),
                cached -> ProtobufTranscoder.encode(tree(call, cached)));
    }

    /** The object as a protobuf message alone; shared. */
    static byte[] message(Call call, CachedObject object, MessageType type) {
        return object.memo(
                new Message(call.served().descriptor().kind().apiVersion()),
                cached -> ProtobufTranscoder.encodeMessage(tree(call, cached), type));
    }

    /** The object as a tree; shared when nothing had to be converted, so never to be changed. */
    static ObjectNode tree(Call call, CachedObject object) {
        return call.served().servesStoredVersion() ? object.tree() : converted(call, object);
    }

    private static ObjectNode converted(Call call, CachedObject object) {
        return call.served().toServed(object.tree().deepCopy());
    }

    /** As stored objects are: kind and apiVersion first, so that items of lists are cut in one place. */
    private static ObjectNode kindFirst(ObjectNode object) {
        ObjectNode ordered = Json.object();
        ordered.set("kind", object.get("kind"));
        ordered.set("apiVersion", object.get("apiVersion"));
        ordered.setAll(object);
        return ordered;
    }
}
