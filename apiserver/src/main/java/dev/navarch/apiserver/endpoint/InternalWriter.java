package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.MetadataRules;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.WriteValidation;
import dev.navarch.apiserver.request.DeleteOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the server writes by itself: the same way as requests go, without the wire and without authorization. */
public final class InternalWriter implements ObjectWriter {

    private final Supplier<Services> services;

    /** The services may be ready later than this writer, but before its first write. */
    public InternalWriter(Supplier<Services> services) {
        this.services = services;
    }

    @Override
    public ObjectNode create(GroupVersionResource resource, ObjectNode object) {
        Target target = target(resource, "create", "", ObjectMeta.namespace(object), ObjectMeta.name(object));
        ObjectNode normal = target.codec.defaulted(target.codec.decoder().normalize(object));
        MetadataRules.wipeSystemFields(normal);
        ObjectNode tracked = target.codec.fieldManager("").update(null, normal, target.manager(), Instant.now());
        target.admission().mutate(tracked, null);
        return target.store()
                .create(
                        target.context,
                        target.served,
                        tracked,
                        target.admission().validation());
    }

    @Override
    public ObjectNode update(GroupVersionResource resource, ObjectNode object) {
        return update(resource, "", ObjectMeta.namespace(object), ObjectMeta.name(object), live -> object.deepCopy());
    }

    @Override
    public ObjectNode update(
            GroupVersionResource resource, String namespace, String name, UnaryOperator<ObjectNode> change) {
        return update(resource, "", namespace, name, change);
    }

    @Override
    public ObjectNode updateSubresource(
            GroupVersionResource resource,
            String subresource,
            String namespace,
            String name,
            UnaryOperator<ObjectNode> change) {
        return update(resource, subresource, namespace, name, change);
    }

    @Override
    public void delete(GroupVersionResource resource, String namespace, String name, DeleteOptions options) {
        Target target = target(resource, "delete", "", namespace, name);
        target.store().delete(target.context, target.served, namespace, name, options, WriteValidation.NONE);
    }

    private ObjectNode update(
            GroupVersionResource resource,
            String subresource,
            String namespace,
            String name,
            UnaryOperator<ObjectNode> change) {
        Target target = target(resource, "update", subresource, namespace, name);
        return target.store()
                .update(
                        target.context,
                        target.served,
                        subresource,
                        namespace,
                        name,
                        "",
                        live -> next(target, subresource, change, live),
                        false,
                        WriteValidation.NONE,
                        target.admission().validation())
                .object();
    }

    private static ObjectNode next(
            Target target, String subresource, UnaryOperator<ObjectNode> change, @Nullable ObjectNode live) {
        if (live == null) {
            throw StatusException.notFound(
                    target.served.groupResource(), target.context.info().name());
        }
        ObjectNode changed = target.codec.defaulted(target.codec.decoder().normalize(change.apply(live.deepCopy())));
        ObjectNode tracked =
                target.codec.fieldManager(subresource).update(live, changed, target.manager(), Instant.now());
        target.admission().mutate(tracked, live);
        dev.navarch.api.apply.ManagedFieldTimes.keepIfNothingElseChanged(live, tracked);
        return tracked;
    }

    private Target target(
            GroupVersionResource resource, String verb, String subresource, String namespace, String name) {
        Services all = services.get();
        ServedResource served = all.registry().find(resource).orElseThrow(ResourceRouter::notFound);
        var info = new RequestInfo(
                true,
                "",
                verb,
                resource.group().isEmpty() ? "api" : "apis",
                resource.group(),
                resource.version(),
                namespace,
                resource.resource(),
                subresource,
                name,
                List.of(),
                "",
                "");
        RequestContext context = RequestContext.internal(info);
        return new Target(all, served, all.codecs().of(served), context, namespace);
    }

    /** A resource that is written to. */
    private record Target(
            Services services, ServedResource served, ResourceCodec codec, RequestContext context, String namespace) {

        dev.navarch.apiserver.registry.ResourceStore store() {
            return services.registry().store(served);
        }

        String manager() {
            return context.fieldManager();
        }

        AdmissionStep admission() {
            return new AdmissionStep(new AdmissionStep.Request(services, served, context, namespace));
        }
    }
}
