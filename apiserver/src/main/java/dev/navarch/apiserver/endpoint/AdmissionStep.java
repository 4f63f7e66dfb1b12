package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ManagedFieldTimes;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.ForbiddenStatus;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.WriteOptions;
import org.jspecify.annotations.Nullable;

/** Admission of one request: what plugins are told, and when. */
final class AdmissionStep {

    private final Request call;
    private final ObjectNode createOptions;
    private final ObjectNode updateOptions;

    /** The part of a request that plugins are told of. */
    record Request(Services services, ServedResource served, RequestContext context, String namespace) {

        private RequestInfo info() {
            return context.info();
        }

        private GroupVersionKind kind() {
            String part = info().subresource();
            return part.isEmpty()
                    ? served.descriptor().kind()
                    : served.descriptor()
                            .subresource(part)
                            .map(SubresourceDescriptor::kind)
                            .orElse(served.descriptor().kind());
        }
    }

    AdmissionStep(Call call) {
        this(new Request(call.services(), call.served(), call.context(), call.namespace()));
    }

    AdmissionStep(Request call) {
        this.call = call;
        this.createOptions = WriteOptions.tree(call.context().options(), "CreateOptions");
        this.updateOptions = WriteOptions.tree(call.context().options(), "UpdateOptions");
    }

    /** Lets plugins change an object; {@code old} is null when it is new. */
    void mutate(ObjectNode object, @Nullable ObjectNode old) {
        ObjectNode managedFields = Json.object();
        managedFields.set(
                "before", object.path("metadata").path("managedFields").deepCopy());
        call.services().admission().admit(attributes(object, old));
        if (ManagedFieldTimes.malformation(object.path("metadata").path("managedFields"))
                .isPresent()) {
            call.context()
                    .warn(".metadata.managedFields was in an invalid state after admission; this could be caused by an"
                            + " outdated mutating admission controller; please fix your requests: "
                            + ManagedFieldTimes.malformation(
                                            object.path("metadata").path("managedFields"))
                                    .orElse(""));
            if (object.path("metadata") instanceof ObjectNode metadata) {
                metadata.set("managedFields", managedFields.get("before"));
            }
        }
    }

    /** Lets plugins refuse what is about to be stored. */
    WriteValidation validation() {
        return (object, old) -> call.services().admission().validate(attributes(object, old));
    }

    /** As {@link #validation}, for an object that a PUT or PATCH creates: the user must be allowed to create it. */
    WriteValidation creationByUpdate() {
        return (object, old) -> {
            requireCreatePermission();
            call.services().admission().validate(attributes(object, null));
        };
    }

    private void requireCreatePermission() {
        requirePermission(call.services(), call.context(), "create");
    }

    /** The user may do that, too, which the request is authorized for under another verb. */
    static void requirePermission(Services services, RequestContext context, String verb) {
        RequestInfo info = context.info();
        Attributes attributes = Attributes.resource(
                context.user(),
                verb,
                info.group(),
                info.version(),
                info.resource(),
                info.subresource(),
                info.namespace(),
                info.name());
        var decision = services.authorizer().authorize(attributes);
        if (!decision.isAllowed()) {
            throw ForbiddenStatus.of(attributes, decision.reason());
        }
    }

    private AdmissionAttributes attributes(@Nullable ObjectNode object, @Nullable ObjectNode old) {
        Operation operation = old == null ? Operation.CREATE : Operation.UPDATE;
        return new AdmissionAttributes(
                operation,
                call.kind(),
                call.served().resource(),
                call.info().subresource(),
                namespace(object),
                name(object),
                object,
                old,
                old == null ? createOptions : updateOptions,
                call.context().dryRun(),
                call.context().user(),
                call.context()::warn);
    }

    private String name(@Nullable ObjectNode object) {
        if (!call.info().name().isEmpty() || object == null) {
            return call.info().name();
        }
        return object.path("metadata").path("name").asText("");
    }

    /** A namespace is in itself, as upstream tells plugins. */
    private String namespace(@Nullable ObjectNode object) {
        boolean isNamespace = call.info().resource().equals("namespaces")
                && call.info().group().isEmpty();
        return isNamespace ? name(object) : call.namespace();
    }

    /** What plugins are told of a delete. */
    static AdmissionAttributes deletion(
            Call call, String name, @Nullable ObjectNode old, ObjectNode options, boolean dryRun) {
        boolean isNamespace = call.groupResource().resource().equals("namespaces")
                && call.groupResource().group().isEmpty();
        return new AdmissionAttributes(
                Operation.DELETE,
                call.served().descriptor().kind(),
                call.served().resource(),
                call.subresource(),
                isNamespace ? name : call.namespace(),
                name,
                null,
                old,
                options,
                dryRun,
                call.context().user(),
                call.context()::warn);
    }
}
