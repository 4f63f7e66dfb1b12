package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ManagedFieldTimes;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.MetadataRules;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.request.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PATCH: a change to whatever the object is by then, again when another writer came between. */
final class PatchEndpoint {

    private PatchEndpoint() {}

    static void handle(Call unread) {
        PatchType type = patchType(unread);
        OutputMediaType output = unread.output();
        byte[] body = unread.exchange().body();
        boolean apply = type == PatchType.APPLY;
        Call call = unread.withOptions(WriteOptions.readPatch(unread.exchange().query(), apply));
        Patch patch = Patch.of(type, call, ObjectForm.of(call), body);
        var admission = new AdmissionStep(call);
        ResourceStore.Updated updated = call.store()
                .update(
                        call.context(),
                        call.served(),
                        call.subresource(),
                        call.namespace(),
                        call.name(),
                        "",
                        live -> next(call, admission, patch, live),
                        apply,
                        admission.creationByUpdate(),
                        admission.validation());
        Views.send(call, output, updated.created() ? 201 : 200, updated.object());
    }

    private static ObjectNode next(Call call, AdmissionStep admission, Patch patch, @Nullable ObjectNode live) {
        ObjectNode object = live == null ? patch.create() : patch.apply(live);
        if (live == null && !ObjectMeta.uid(object).isEmpty()) {
            throw StatusException.conflict(
                    call.groupResource(),
                    call.name(),
                    "uid mismatch: the provided object specified uid " + ObjectMeta.uid(object)
                            + ", and no existing object was found");
        }
        MetadataRules.ensureNamespace(object, call.namespace());
        UpdateEndpoint.checkName(call, object);
        admission.mutate(object, live);
        OwnerReferences.deduplicate(call.context(), object, true);
        if (live != null) {
            ManagedFieldTimes.keepIfNothingElseChanged(live, object);
        }
        return object;
    }

    static PatchType patchType(Call call) {
        String mediaType = Negotiation.withoutParameters(
                call.exchange().header("Content-Type").orElse(""));
        List<String> supported = new ArrayList<>();
        for (PatchType type : PatchType.values()) {
            if (type != PatchType.STRATEGIC || !call.served().custom()) {
                supported.add(type.mediaType());
                if (type.mediaType().equals(mediaType)) {
                    return type;
                }
            }
        }
        if (call.served().custom()) {
            throw Negotiation.unsupportedMediaType(supported);
        }
        throw Negotiation.routeRefusal(415, "UnsupportedMediaType", "415: Unsupported Media Type");
    }

    /** A way to change objects, read from a body. */
    interface Patch {

        ObjectNode apply(ObjectNode live);

        /** The object where there is none; 404 for all but apply. */
        ObjectNode create();

        static Patch of(PatchType type, Call call, ObjectForm form, byte[] body) {
            return type == PatchType.APPLY
                    ? new ApplyPatch(call, form, body)
                    : new DocumentPatch(type, call, form, body);
        }
    }

    /** A tree that must be an object. */
    static ObjectNode object(JsonNode node, String problem) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw StatusException.badRequest(problem);
    }
}
