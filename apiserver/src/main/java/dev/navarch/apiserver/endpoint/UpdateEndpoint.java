package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ManagedFieldTimes;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.MetadataRules;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.request.WriteOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** PUT: the whole object, or the whole of a part that is written by itself. */
final class UpdateEndpoint {

    private UpdateEndpoint() {}

    static void handle(Call unread) {
        OutputMediaType output = unread.output();
        byte[] body = unread.exchange().body();
        Call call = unread.withOptions(WriteOptions.read(unread.exchange().query(), "UpdateOptions"));
        Format format = call.served().custom()
                ? Negotiation.input(call.exchange(), Negotiation.CUSTOM_BODIES)
                : Negotiation.input(call.exchange());
        var expected = new BodyDecoder.Expected(
                call.kind(), call.codec().decoder(), call.served().custom());
        ObjectNode object = call.codec().defaulted(BodyDecoder.decode(call.context(), body, format, expected));
        MetadataRules.ensureNamespace(object, call.namespace());
        checkName(call, object);
        OwnerReferences.deduplicate(call.context(), object, false);
        var admission = new AdmissionStep(call);
        ResourceStore.Updated updated = call.store()
                .update(
                        call.context(),
                        call.served(),
                        call.subresource(),
                        call.namespace(),
                        call.name(),
                        ObjectMeta.uid(object),
                        live -> next(call, admission, object, live),
                        false,
                        admission.creationByUpdate(),
                        admission.validation());
        Views.send(call, output, updated.created() ? 201 : 200, updated.object());
    }

    private static ObjectNode next(Call call, AdmissionStep admission, ObjectNode sent, @Nullable ObjectNode live) {
        ObjectNode object = call.codec()
                .fieldManager(call.subresource())
                .update(live, sent.deepCopy(), call.context().fieldManager(), Instant.now());
        admission.mutate(object, live);
        OwnerReferences.deduplicate(call.context(), object, true);
        if (live != null) {
            ManagedFieldTimes.keepIfNothingElseChanged(live, object);
        }
        return object;
    }

    /** The name in the body must be there and be that of the path. */
    static void checkName(Call call, ObjectNode object) {
        String name = ObjectMeta.name(object);
        if (name.isEmpty()) {
            throw StatusException.badRequest("the name of the object (" + call.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        if (!name.equals(call.name())) {
            throw StatusException.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + call.name() + ")");
        }
        String namespace = ObjectMeta.namespace(object);
        if (!call.namespace().isEmpty() && !namespace.isEmpty() && !namespace.equals(call.namespace())) {
            throw StatusException.badRequest("the namespace of the object (" + namespace
                    + ") does not match the namespace on the request (" + call.namespace() + ")");
        }
    }
}
