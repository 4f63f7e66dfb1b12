package dev.navarch.apiserver.endpoint;

import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.registry.ConnectableResource;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.request.ListOptions;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import java.util.Optional;

/** Finds what answers a request to a resource: 404 where nothing is, 405 where something is but not that. */
public final class ResourceRouter {

    private final Services services;

    public ResourceRouter(Services services) {
        this.services = services;
    }

    public void handle(Exchange exchange, RequestContext context) throws Exception {
        RequestInfo info = context.info();
        Optional<ServedResource> found = find(info).filter(each -> isAt(each, info));
        if (found.isEmpty()) {
            refuse(exchange, info);
            return;
        }
        ServedResource served = found.get();
        Deprecations.warning(served.descriptor().kind()).ifPresent(context::warn);
        Call call = Call.of(exchange, context, served, services);
        if (!info.subresource().isEmpty()) {
            part(call);
        } else if (info.parts().size() > 1) {
            object(call);
        } else {
            collection(call);
        }
    }

    /** Built-in groups answer for all that is below them; what nobody answers for is a page that is not there. */
    private void refuse(Exchange exchange, RequestInfo info) {
        boolean custom = find(info).map(ServedResource::custom).orElse(false);
        if (!custom && Catalog.builtIn().groups().contains(info.group())) {
            throw notFound();
        }
        Responder.sendPageNotFound(exchange);
    }

    private static boolean isAt(ServedResource served, RequestInfo info) {
        ResourceDescriptor descriptor = served.descriptor();
        if (served.custom() && descriptor.namespaced() && info.namespace().isEmpty()) {
            return info.verb().equals("list") || info.verb().equals("watch");
        }
        boolean isNamespaces =
                info.resource().equals("namespaces") && info.group().isEmpty();
        if (!descriptor.namespaced()) {
            return info.namespace().isEmpty() || isNamespaces;
        }
        return !info.namespace().isEmpty() || info.parts().size() == 1;
    }

    private void collection(Call call) throws Exception {
        ResourceDescriptor descriptor = call.served().descriptor();
        boolean all = descriptor.namespaced() && call.namespace().isEmpty();
        boolean forced =
                call.info().path().contains("/watch/") && call.info().verb().equals("watch");
        switch (method(call)) {
            case "GET" -> {
                require(call, descriptor.supports("list"), descriptor.supports("create") && !all);
                Negotiation.checkRoute(call.exchange(), descriptor.supports("watch"));
                ListOptions options = ListOptions.read(call.exchange().query(), forced);
                if (options.watch()) {
                    if (!descriptor.supports("watch")) {
                        throw StatusException.methodNotSupported(call.groupResource(), "watch");
                    }
                    WatchEndpoint.handle(call, options);
                } else {
                    ListEndpoint.handle(call, options);
                }
            }
            case "POST" -> {
                require(call, descriptor.supports("create") && !all, descriptor.supports("list"));
                Negotiation.checkRoute(call.exchange(), false);
                CreateEndpoint.handle(call);
            }
            case "DELETE" -> {
                require(call, descriptor.supports("deletecollection") && !all, true);
                Negotiation.checkRoute(call.exchange(), false);
                DeleteCollectionEndpoint.handle(call);
            }
            default -> throw refused(call);
        }
    }

    private void object(Call call) throws Exception {
        ResourceDescriptor descriptor = call.served().descriptor();
        boolean known = descriptor.supports("get") || descriptor.supports("update");
        Negotiation.checkRoute(call.exchange(), false);
        switch (method(call)) {
            case "GET" -> {
                if (call.info().verb().equals("watch")) {
                    require(call, descriptor.supports("watch"), known);
                    WatchEndpoint.handle(call, ListOptions.read(call.exchange().query(), true));
                    return;
                }
                require(call, descriptor.supports("get"), known);
                GetEndpoint.handle(call);
            }
            case "PUT" -> {
                require(call, descriptor.supports("update"), known);
                UpdateEndpoint.handle(call);
            }
            case "PATCH" -> {
                require(call, descriptor.supports("patch"), known);
                PatchEndpoint.handle(call);
            }
            case "DELETE" -> {
                require(call, descriptor.supports("delete"), known);
                DeleteEndpoint.handle(call);
            }
            default -> require(call, false, known);
        }
    }

    private void part(Call call) throws Exception {
        RequestInfo info = call.info();
        String path = Services.path(info.group(), info.resource(), info.subresource());
        ConnectableResource connectable = services.connectable().get(path);
        SubresourceDescriptor part =
                call.served().descriptor().subresource(info.subresource()).orElseThrow(() -> noSuchPart(call));
        if (connectable != null && isProxied(info)) {
            ConnectEndpoint.handle(call, connectable);
            return;
        }
        if (info.parts().size() > 3) {
            throw notFound();
        }
        Negotiation.checkRoute(call.exchange(), false);
        boolean scale = info.subresource().equals("scale");
        switch (method(call)) {
            case "GET" -> {
                require(call, part.supports("get"), true);
                if (scale) {
                    ScaleEndpoint.get(call);
                } else {
                    GetEndpoint.handle(call);
                }
            }
            case "PUT" -> {
                require(call, part.supports("update"), true);
                if (scale) {
                    ScaleEndpoint.update(call);
                } else {
                    UpdateEndpoint.handle(call);
                }
            }
            case "PATCH" -> {
                require(call, part.supports("patch"), true);
                if (scale) {
                    ScaleEndpoint.patch(call);
                } else {
                    PatchEndpoint.handle(call);
                }
            }
            case "POST" -> {
                boolean served =
                        part.supports("create") && services.createOnly().containsKey(path);
                require(call, served, true);
                CreateEndpoint.handle(call);
            }
            default -> throw refused(call);
        }
    }

    /** Only proxies have anything below them. */
    private static boolean isProxied(RequestInfo info) {
        return info.parts().size() == 3 || info.subresource().equals("proxy");
    }

    private static String method(Call call) {
        return call.exchange().method();
    }

    private static void require(Call call, boolean allowed, boolean pathExists) {
        if (!allowed) {
            throw pathExists ? refused(call) : notFound();
        }
    }

    private static StatusException refused(Call call) {
        return call.served().custom()
                ? StatusException.methodNotSupported(
                        call.groupResource(), call.info().verb())
                : methodNotAllowed();
    }

    private static StatusException noSuchPart(Call call) {
        return call.served().custom() ? StatusException.notFound(call.groupResource(), call.name()) : notFound();
    }

    /** What upstream's router says of paths where nothing is. */
    public static StatusException notFound() {
        return Negotiation.routeRefusal(404, "NotFound", "the server could not find the requested resource");
    }

    public static StatusException methodNotAllowed() {
        return Negotiation.routeRefusal(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    /** For callers who want to know without answering. */
    Optional<ServedResource> find(RequestInfo info) {
        return services.registry().find(info.groupVersionResource());
    }
}
