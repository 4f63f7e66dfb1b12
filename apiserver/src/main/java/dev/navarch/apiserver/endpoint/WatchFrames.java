package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.WatchEvent;
import java.nio.charset.StandardCharsets;

/** The events of one watch as bytes; the bytes of objects are those of the cache. Used by one thread. */
final class WatchFrames {

    private static final byte[] END = {'}', '\n'};

    private final Call call;
    private final OutputMediaType output;
    private boolean headersTold;

    WatchFrames(Call call, OutputMediaType output) {
        this.call = call;
        this.output = output;
    }

    byte[] of(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Added(CachedObject object) -> frame("ADDED", object);
            case WatchEvent.Modified(CachedObject object) -> frame("MODIFIED", object);
            case WatchEvent.Deleted(CachedObject object) -> frame("DELETED", object);
            case WatchEvent.Bookmark(long revision, boolean end) -> made("BOOKMARK", bookmark(revision, end));
        };
    }

    byte[] error(StatusException error) {
        return made("ERROR", error.status());
    }

    private byte[] frame(String type, CachedObject object) {
        if (output.convert() != null) {
            return made(type, view(Representations.tree(call, object)));
        }
        return output.format() == Format.PROTOBUF
                ? ProtobufTranscoder.watchFrame(type, Representations.protobuf(call, object))
                : json(type, Representations.json(call, object));
    }

    private byte[] made(String type, ObjectNode object) {
        return output.format() == Format.PROTOBUF
                ? ProtobufTranscoder.watchFrame(type, ProtobufTranscoder.encode(object))
                : json(type, Json.bytes(object));
    }

    private ObjectNode bookmark(long revision, boolean end) {
        ObjectNode object = call.codec().empty();
        ObjectMeta.setResourceVersion(object, Long.toString(revision));
        if (end) {
            ObjectMeta.setAnnotation(object, "k8s.io/initial-events-end", "true");
        }
        return view(object);
    }

    /** Columns are described with the first event only. */
    private ObjectNode view(ObjectNode object) {
        if (!output.isTable()) {
            return Views.of(call, output, object);
        }
        boolean first = !headersTold;
        headersTold = true;
        return Tables.of(call, output, object, first);
    }

    private static byte[] json(String type, byte[] object) {
        byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[head.length + object.length + END.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(object, 0, frame, head.length, object.length);
        System.arraycopy(END, 0, frame, head.length + object.length, END.length);
        return frame;
    }
}
