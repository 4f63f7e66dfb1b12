package dev.navarch.apiserver.endpoint;

import dev.navarch.apiserver.admission.AdmissionChain;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.registry.ConnectableResource;
import dev.navarch.apiserver.registry.CreateOnlyHandler;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.VirtualResource;
import java.util.Map;

/**
 * The parts of the server that endpoints work with.
 *
 * @param createOnly by {@code resource.group} or {@code resource.group/subresource}, as {@link #path} writes it
 * @param connectable likewise
 * @param virtual likewise
 * @param shutdown tells long requests that the server is about to end
 */
public record Services(
        ResourceRegistry registry,
        ResourceCodecs codecs,
        AdmissionChain admission,
        Authorizer authorizer,
        Map<String, CreateOnlyHandler> createOnly,
        Map<String, ConnectableResource> connectable,
        Map<String, VirtualResource> virtual,
        Shutdown shutdown) {

    public Services {
        createOnly = Map.copyOf(createOnly);
        virtual = Map.copyOf(virtual);
        connectable = Map.copyOf(connectable);
    }

    /** How resources and parts of resources are named in the maps: {@code pods/binding}, {@code deployments.apps}. */
    public static String path(String group, String resource, String subresource) {
        return (group.isEmpty() ? resource : resource + "." + group) + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
