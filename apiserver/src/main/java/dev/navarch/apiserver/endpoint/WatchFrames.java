package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.WatchEvent;
import java.nio.charset.StandardCharsets;

/** The events of one watch as bytes; the bytes of objects are those of the cache. Used by one thread. */
final class WatchFrames {

    private static final byte[] END = {'}', '\n'};
    private static final byte[] ADDED = head("ADDED");
    private static final byte[] MODIFIED = head("MODIFIED");
    private static final byte[] DELETED = head("DELETED");
    private static final byte[] BOOKMARK = head("BOOKMARK");
    private static final byte[] ERROR = head("ERROR");

    private final Call call;
    private final OutputMediaType output;

    WatchFrames(Call call, OutputMediaType output) {
        this.call = call;
        this.output = output;
    }

    byte[] of(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Added(CachedObject object) -> frame(ADDED, object);
            case WatchEvent.Modified(CachedObject object) -> frame(MODIFIED, object);
            case WatchEvent.Deleted(CachedObject object) -> frame(DELETED, object);
            case WatchEvent.Bookmark(long revision, boolean end) -> json(BOOKMARK, Json.bytes(bookmark(revision, end)));
        };
    }

    byte[] error(StatusException error) {
        return json(ERROR, Json.bytes(error.status()));
    }

    private byte[] frame(byte[] type, CachedObject object) {
        if (output.convert() == null) {
            return json(type, Representations.json(call, object));
        }
        return json(type, Json.bytes(Views.of(call, output, Representations.tree(call, object))));
    }

    private ObjectNode bookmark(long revision, boolean end) {
        ObjectNode object = call.codec().empty();
        ObjectMeta.setResourceVersion(object, Long.toString(revision));
        if (end) {
            ObjectMeta.setAnnotation(object, "k8s.io/initial-events-end", "true");
        }
        return Views.of(call, output, object);
    }

    private static byte[] json(byte[] head, byte[] object) {
        byte[] frame = new byte[head.length + object.length + END.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(object, 0, frame, head.length, object.length);
        System.arraycopy(END, 0, frame, head.length + object.length, END.length);
        return frame;
    }

    private static byte[] head(String type) {
        return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
    }
}
