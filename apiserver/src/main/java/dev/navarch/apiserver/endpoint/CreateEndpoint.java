package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.schema.Decoder;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.MetadataRules;
import dev.navarch.apiserver.request.WriteOptions;
import java.time.Instant;

/** POST: a new object, or the answer of a resource that only answers. */
final class CreateEndpoint {

    private CreateEndpoint() {}

    static void handle(Call unread) {
        OutputMediaType output = unread.output();
        Format format = unread.served().custom()
                ? Negotiation.input(unread.exchange(), Negotiation.CUSTOM_BODIES)
                : Negotiation.input(unread.exchange());
        byte[] body = unread.exchange().body();
        Call call = unread.withOptions(WriteOptions.read(unread.exchange().query(), "CreateOptions"));
        ObjectNode object = BodyDecoder.decode(call.context(), body, format, expected(call));
        object = defaulted(call, object);
        if (!call.subresource().equals("token")) {
            MetadataRules.wipeSystemFields(object);
        }
        MetadataRules.ensureNamespace(object, call.namespace());
        OwnerReferences.deduplicate(call.context(), object, false);
        CreateOnlyHandler handler = call.services().createOnly().get(path(call));
        ObjectNode answer = handler == null ? store(call, object) : compute(call, object, handler);
        Views.send(call, output, 201, answer);
    }

    static String path(Call call) {
        return Services.path(call.info().group(), call.info().resource(), call.subresource());
    }

    private static ObjectNode store(Call call, ObjectNode object) {
        ObjectNode tracked = call.codec()
                .fieldManager(call.subresource())
                .update(null, object, call.context().fieldManager(), Instant.now());
        var admission = new AdmissionStep(call);
        admission.mutate(tracked, null);
        OwnerReferences.deduplicate(call.context(), tracked, true);
        return call.store().create(call.context(), call.served(), tracked, admission.validation());
    }

    private static ObjectNode compute(Call call, ObjectNode object, CreateOnlyHandler handler) {
        handler.applyDefaults(object);
        ObjectNode tracked = handler.tracksFields()
                ? call.codec()
                        .answerManager(call.subresource())
                        .update(null, object, call.context().fieldManager(), Instant.now())
                : object;
        var admission = new AdmissionStep(call);
        admission.mutate(tracked, null);
        return handler.create(
                call.context(), tracked, () -> admission.validation().check(tracked, null));
    }

    private static BodyDecoder.Expected expected(Call call) {
        if (call.subresource().isEmpty()) {
            return new BodyDecoder.Expected(
                    call.kind(), call.codec().decoder(), call.served().custom());
        }
        SubresourceDescriptor part =
                call.served().descriptor().subresource(call.subresource()).orElseThrow();
        Decoder decoder = ResourceCodec.builtIn(part.kind(), false);
        return new BodyDecoder.Expected(part.kind(), decoder, false);
    }

    private static ObjectNode defaulted(Call call, ObjectNode object) {
        return call.subresource().isEmpty() ? call.codec().defaulted(object) : object;
    }
}
