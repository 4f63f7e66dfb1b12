package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.ListOptions;
import dev.navarch.apiserver.request.RequestOptions;

/** DELETE of a collection: each object that is selected, as if deleted by itself. */
final class DeleteCollectionEndpoint {

    private DeleteCollectionEndpoint() {}

    static void handle(Call unread) {
        OutputMediaType output = unread.output();
        ListOptions selection = ListOptions.read(unread.exchange().query(), false);
        DeleteOptions options = DeleteBodies.read(unread.exchange());
        Call call = unread.withOptions(new RequestOptions(options.dryRun(), "", "", false));
        ListEndpoint.Found found = ListEndpoint.find(call, selection);
        if (found.list().items().isEmpty()) {
            admitEmpty(call, options);
        }
        for (CachedObject object : found.list().items()) {
            delete(call.inNamespace(object.namespace()), object.name(), options);
        }
        ObjectNode answer = ListEndpoint.tree(call, found);
        if (output.convert() == null) {
            Responder.send(call.exchange(), output, 200, answer);
        } else {
            ListViews.send(call, output, found);
        }
    }

    private static void delete(Call call, String name, DeleteOptions options) {
        try {
            DeleteEndpoint.delete(call, name, options);
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** Plugins are asked even when there is nothing to delete. */
    private static void admitEmpty(Call call, DeleteOptions options) {
        var attributes = AdmissionStep.deletion(call, "", null, options.tree(), options.dryRun());
        call.services().admission().admit(attributes);
        call.services().admission().validate(attributes);
    }
}
