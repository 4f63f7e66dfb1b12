package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonWriter;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.protobuf.ProtobufTranscoder;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.cache.ListQuery;
import dev.navarch.apiserver.cache.ObjectList;
import dev.navarch.apiserver.registry.StoredForm;
import dev.navarch.apiserver.registry.VirtualResource;
import dev.navarch.apiserver.request.ListOptions;
import dev.navarch.apiserver.storage.Keys;
import dev.navarch.apiserver.storage.StorageException;
import java.util.List;

/** GET of a collection: one state of it, whole or page by page. */
final class ListEndpoint {

    private static final String TOO_OLD =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list"
                    + " without the continue parameter, or use the continue token in this response to retrieve the"
                    + " remainder of the results. Continuing with the provided token results in an inconsistent list -"
                    + " objects that were created, modified, or deleted between the time the first chunk was returned"
                    + " and now may show up in the list.";

    private ListEndpoint() {}

    static void handle(Call call, ListOptions options) {
        OutputMediaType output = call.output();
        Found found = find(call, options);
        if (output.convert() == null && output.format() == Format.JSON) {
            byte[] json = json(call, found);
            Responder.send(call.exchange(), 200, output.format().mediaType(), Encodings.json(json, output.pretty()));
        } else if (output.convert() == null && output.format() == Format.PROTOBUF) {
            Responder.send(call.exchange(), 200, output.format().mediaType(), protobuf(call, found));
        } else {
            ListViews.send(call, output, found);
        }
    }

    /** What was listed, and its metadata. */
    record Found(ObjectList list, ObjectNode metadata) {}

    static Found find(Call call, ListOptions options) {
        VirtualResource virtual = call.virtual();
        if (virtual != null) {
            return VirtualObjects.list(call, virtual, options);
        }
        Selection selection = Selection.of(call, options);
        String prefix = selection.scope().endsWith("/") ? selection.scope() : "";
        boolean continues = !options.continueToken().isEmpty() && !prefix.isEmpty();
        ListQuery query = continues ? continued(options, selection) : first(options, selection);
        ObjectList list;
        try {
            list = call.store().cache().list(query);
        } catch (StorageException.Compacted e) {
            throw continues ? tooOld(query, prefix) : expired(e, query);
        } catch (StorageException _) {
            list = call.store().list(call.served(), query);
        }
        return new Found(list, metadata(list, prefix, options.limit()));
    }

    private static ListQuery first(ListOptions options, Selection selection) {
        Consistency consistency = Freshness.ofList(options);
        int limit = consistency instanceof Consistency.Any ? 0 : limit(options);
        return new ListQuery(selection.scope(), consistency, "", limit, selection.predicate());
    }

    private static ListQuery continued(ListOptions options, Selection selection) {
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals("0")) {
            throw StatusException.badRequest("specifying resource version is not allowed when using continue");
        }
        ContinueToken token = ContinueToken.decode(options.continueToken(), selection.scope());
        Consistency consistency =
                token.revision() < 0 ? Consistency.CONSISTENT : new Consistency.Exact(token.revision());
        return new ListQuery(selection.scope(), consistency, token.startKey(), limit(options), selection.predicate());
    }

    private static int limit(ListOptions options) {
        return Math.clamp(options.limit(), 0, Integer.MAX_VALUE);
    }

    private static ObjectNode metadata(ObjectList list, String prefix, long limit) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(list.revision()));
        if (list.more() && limit > 0 && !prefix.isEmpty()) {
            String next = Keys.after(list.items().getLast().key());
            metadata.put("continue", new ContinueToken(list.revision(), next).encode(prefix));
            list.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
        }
        return metadata;
    }

    private static StatusException tooOld(ListQuery query, String prefix) {
        ObjectNode status = StatusException.expired(TOO_OLD).status();
        status.withObject("/metadata").put("continue", new ContinueToken(-1, query.startKey()).encode(prefix));
        return StatusException.of(status);
    }

    private static StatusException expired(StorageException.Compacted e, ListQuery query) {
        long asked = query.consistency() instanceof Consistency.Exact(long revision) ? revision : 0;
        return StatusException.expired(
                "The provided resource version is too old: " + asked + " (" + e.compactedRevision() + ")");
    }

    /** The list made of the bytes of its items: nothing is encoded again. */
    private static byte[] json(Call call, Found found) {
        GroupVersionKind kind = call.served().descriptor().listGroupVersionKind();
        int size = 256;
        for (CachedObject item : found.list().items()) {
            size += item.json().length;
        }
        var writer = new JsonWriter(size);
        ObjectNode head = Json.object();
        if (call.served().custom()) {
            head.put("apiVersion", kind.apiVersion());
        }
        head.put("kind", kind.kind());
        head.put("apiVersion", kind.apiVersion());
        head.set("metadata", shownMetadata(call, found));
        byte[] opened = Json.bytes(head);
        opened[opened.length - 1] = ',';
        writer.raw(opened).string("items").raw(':').raw('[');
        boolean bare = !call.served().custom();
        int headLength = StoredForm.headLength(call.served().descriptor().kind());
        boolean first = true;
        for (CachedObject item : found.list().items()) {
            if (!first) {
                writer.raw(',');
            }
            first = false;
            byte[] json = Representations.json(call, item);
            writer.raw(bare ? Views.item(json, headLength) : json);
        }
        return writer.raw(']').raw('}').toByteArray();
    }

    /** Lists of custom resources say {@code continue} even when there is no more. */
    private static ObjectNode shownMetadata(Call call, Found found) {
        if (!call.served().custom()) {
            return found.metadata();
        }
        ObjectNode shown = Json.object().put("continue", "");
        for (String field : List.of("continue", "remainingItemCount", "resourceVersion")) {
            if (found.metadata().has(field)) {
                shown.set(field, found.metadata().get(field));
            }
        }
        return shown;
    }

    /** The list made of the messages of its items. */
    private static byte[] protobuf(Call call, Found found) {
        MessageType type = MessageTypes.builtIn()
                .require(String.valueOf(call.served().descriptor().message()));
        List<byte[]> items = found.list().items().stream()
                .map(item -> Representations.message(call, item, type))
                .toList();
        return ProtobufTranscoder.encodeList(
                call.served().descriptor().listGroupVersionKind(), found.metadata(), items);
    }

    /** The list as a tree, for the encodings that need one. */
    static ObjectNode tree(Call call, Found found) {
        GroupVersionKind kind = call.served().descriptor().listGroupVersionKind();
        ObjectNode list = Json.object();
        list.put("kind", kind.kind());
        list.put("apiVersion", kind.apiVersion());
        list.set("metadata", shownMetadata(call, found));
        ArrayNode items = list.putArray("items");
        for (CachedObject item : found.list().items()) {
            ObjectNode object = Json.object();
            object.setAll(Representations.tree(call, item));
            if (!call.served().custom()) {
                object.remove("kind");
                object.remove("apiVersion");
            }
            items.add(object);
        }
        return list;
    }
}
