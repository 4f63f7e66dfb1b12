package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestOptions;

/** DELETE of one object. */
final class DeleteEndpoint {

    private DeleteEndpoint() {}

    static void handle(Call unread) {
        OutputMediaType output = unread.output();
        DeleteOptions options = DeleteBodies.read(unread.exchange());
        Call call = unread.withOptions(new RequestOptions(options.dryRun(), "", "", false));
        if (options.ignoreStoreReadErrorWithClusterBreakingPotential()) {
            AdmissionStep.requirePermission(call.services(), call.context(), "unsafe-delete-ignore-read-errors");
        }
        ResourceStore.Deleted deleted = delete(call, call.name(), options);
        boolean accepted = !deleted.gone() && Boolean.FALSE.equals(options.orphanDependents());
        Views.send(call, output, accepted ? 202 : 200, deleted.object());
    }

    static ResourceStore.Deleted delete(Call call, String name, DeleteOptions options) {
        RequestContext context = call.context();
        WriteValidation validation = (object, old) -> {
            AdmissionAttributes attributes = AdmissionStep.deletion(call, name, old, options.tree(), options.dryRun());
            call.services().admission().admit(attributes);
            call.services().admission().validate(attributes);
        };
        return call.store().delete(context, call.served(), call.namespace(), name, options, validation);
    }

    /** The list of what was deleted is answered, as a list would be. */
    static ObjectNode asItem(ObjectNode object, boolean custom) {
        if (!custom) {
            object.remove("kind");
            object.remove("apiVersion");
        }
        return object;
    }
}
