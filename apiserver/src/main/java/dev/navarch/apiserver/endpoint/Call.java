package dev.navarch.apiserver.endpoint;

import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.registry.ResourceStore;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.registry.VirtualResource;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import dev.navarch.apiserver.request.RequestOptions;
import org.jspecify.annotations.Nullable;

/** A request to a resource that is served, with what an endpoint needs to answer it. */
record Call(
        Exchange exchange,
        RequestContext context,
        ServedResource served,
        ResourceCodec codec,
        Services services,
        String namespace) {

    static Call of(Exchange exchange, RequestContext context, ServedResource served, Services services) {
        String namespace = served.descriptor().namespaced() ? context.info().namespace() : "";
        return new Call(exchange, context, served, services.codecs().of(served), services, namespace);
    }

    RequestInfo info() {
        return context.info();
    }

    String name() {
        return info().name();
    }

    String subresource() {
        return info().subresource();
    }

    GroupResource groupResource() {
        return served.groupResource();
    }

    /** The kind that is read and written at this path. */
    GroupVersionKind kind() {
        return subresource().isEmpty()
                ? served.descriptor().kind()
                : served.descriptor()
                        .subresource(subresource())
                        .map(SubresourceDescriptor::kind)
                        .orElse(served.descriptor().kind());
    }

    /** What makes the objects, where they are not stored. */
    @Nullable
    VirtualResource virtual() {
        return served.isStored() ? null : services.virtual().get(Services.path(info().group(), info().resource(), ""));
    }

    ResourceStore store() {
        return services.registry().store(served);
    }

    Call withOptions(RequestOptions options) {
        return new Call(exchange, context.withOptions(options), served, codec, services, namespace);
    }

    Call inNamespace(String other) {
        return new Call(exchange, context, served, codec, services, other);
    }

    Negotiation.Restrictions restrictions() {
        return served.custom() ? Negotiation.Restrictions.CUSTOM_RESOURCE : Negotiation.Restrictions.RESOURCE;
    }

    OutputMediaType output() {
        return Negotiation.output(exchange, restrictions());
    }
}
