package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.cache.CachedObject;

/** Lists in other forms than JSON of whole objects. */
final class ListViews {

    private ListViews() {}

    static void send(Call call, OutputMediaType output, ListEndpoint.Found found) {
        Responder.send(call.exchange(), output, 200, view(call, output, found));
    }

    private static ObjectNode view(Call call, OutputMediaType output, ListEndpoint.Found found) {
        if (output.isPartialMetadata()) {
            Views.checkList(call, output, true);
            return partialMetadata(call, output, found);
        }
        if (output.isTable()) {
            return Tables.ofList(call, output, found);
        }
        return ListEndpoint.tree(call, found);
    }

    private static ObjectNode partialMetadata(Call call, OutputMediaType output, ListEndpoint.Found found) {
        ObjectNode list = Json.object();
        list.put("kind", "PartialObjectMetadataList");
        list.put("apiVersion", output.convertVersion());
        list.set("metadata", found.metadata());
        if (found.list().items().isEmpty()) {
            list.putNull("items");
            return list;
        }
        ArrayNode items = list.putArray("items");
        for (CachedObject item : found.list().items()) {
            items.add(Views.partialMetadata(Representations.tree(call, item), output));
        }
        return list;
    }
}
