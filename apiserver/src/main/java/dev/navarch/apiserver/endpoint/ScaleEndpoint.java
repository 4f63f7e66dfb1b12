package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.Consistency;
import dev.navarch.apiserver.registry.MetadataRules;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.WriteOptions;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The scale subresource: how many replicas there are and should be, the same for all kinds that have them. */
final class ScaleEndpoint {

    private ScaleEndpoint() {}

    static void get(Call call) {
        OutputMediaType output = call.output();
        Consistency consistency = Freshness.ofGet(call.exchange().query().get("resourceVersion"));
        CachedObject parent = call.store().get(call.served(), call.namespace(), call.name(), consistency);
        Views.send(call, output, 200, ScaleView.of(call).scale(Representations.tree(call, parent)));
    }

    static void update(Call unread) {
        OutputMediaType output = unread.output();
        byte[] body = unread.exchange().body();
        Call call = unread.withOptions(WriteOptions.read(unread.exchange().query(), "UpdateOptions"));
        ObjectForm form = ScaleView.FORM;
        var expected = new BodyDecoder.Expected(form.kind(), form.decoder(), false);
        ObjectNode sent = BodyDecoder.decode(call.context(), body, Negotiation.input(call.exchange()), expected);
        MetadataRules.ensureNamespace(sent, call.namespace());
        UpdateEndpoint.checkName(call, sent);
        write(
                call,
                output,
                false,
                scale -> form.fieldManager()
                        .update(scale, sent.deepCopy(), call.context().fieldManager(), Instant.now()));
    }

    static void patch(Call unread) {
        PatchType type = PatchEndpoint.patchType(unread);
        OutputMediaType output = unread.output();
        byte[] body = unread.exchange().body();
        Call call = unread.withOptions(WriteOptions.readPatch(unread.exchange().query(), type == PatchType.APPLY));
        PatchEndpoint.Patch patch = PatchEndpoint.Patch.of(type, call, ScaleView.FORM, body);
        write(call, output, false, scale -> {
            ObjectNode changed = patch.apply(scale);
            MetadataRules.ensureNamespace(changed, call.namespace());
            UpdateEndpoint.checkName(call, changed);
            return changed;
        });
    }

    private static void write(
            Call call, OutputMediaType output, boolean forceCreate, UnaryOperator<ObjectNode> change) {
        ScaleView view = ScaleView.of(call);
        var admission = new AdmissionStep(call);
        WriteValidation validation = (object, old) -> admission
                .validation()
                .check(object == null ? null : view.scale(object), old == null ? null : view.scale(old));
        ResourceStore.Updated updated = call.store()
                .update(
                        call.context(),
                        call.served(),
                        "",
                        call.namespace(),
                        call.name(),
                        "",
                        live -> next(call, view, admission, change, live),
                        forceCreate,
                        WriteValidation.NONE,
                        validation);
        Views.send(call, output, 200, view.scale(updated.object()));
    }

    private static ObjectNode next(
            Call call,
            ScaleView view,
            AdmissionStep admission,
            UnaryOperator<ObjectNode> change,
            @Nullable ObjectNode live) {
        if (live == null) {
            throw StatusException.notFound(call.groupResource(), call.name());
        }
        ObjectNode before = view.owned(live);
        ObjectNode scale = change.apply(before);
        admission.mutate(scale, before);
        validate(call, scale);
        ObjectNode parent = live.deepCopy();
        String version = ObjectMeta.resourceVersion(scale);
        if (!version.isEmpty()) {
            ObjectMeta.setResourceVersion(parent, version);
        }
        view.apply(scale, parent);
        return parent;
    }

    private static void validate(Call call, ObjectNode scale) {
        long replicas = scale.path("spec").path("replicas").asLong(0);
        if (replicas < 0) {
            throw StatusException.invalid(
                    ScaleView.FORM.kind(),
                    call.name(),
                    List.of(FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
        }
    }
}
