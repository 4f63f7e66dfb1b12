package dev.navarch.apiserver.endpoint;

import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.registry.VirtualResource;

/** GET of one object. */
final class GetEndpoint {

    private GetEndpoint() {}

    static void handle(Call call) {
        OutputMediaType output = call.output();
        Consistency consistency = Freshness.ofGet(call.exchange().query().get("resourceVersion"));
        VirtualResource virtual = call.virtual();
        CachedObject object = virtual != null
                ? VirtualObjects.get(call, virtual)
                : call.store().get(call.served(), call.namespace(), call.name(), consistency);
        if (output.convert() == null && output.format() == Format.JSON) {
            byte[] json = Representations.json(call, object);
            Responder.send(call.exchange(), 200, output.format().mediaType(), Encodings.json(json, output.pretty()));
            return;
        }
        if (output.convert() == null && output.format() == Format.PROTOBUF) {
            Responder.send(call.exchange(), 200, output.format().mediaType(), Representations.protobuf(call, object));
            return;
        }
        Views.send(call, output, 200, Representations.tree(call, object));
    }
}
