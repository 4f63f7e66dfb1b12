package dev.navarch.apiserver.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.TreeMap;

/** The default objects that depend on where and how this server runs. */
final class InstallationObjects {

    private final ClusterIdentity identity;

    InstallationObjects(ClusterIdentity identity) {
        this.identity = identity;
    }

    static ObjectNode namespace(String name) {
        ObjectNode namespace = object("v1", "Namespace", "", name);
        namespace.withObject("/metadata").putObject("labels").put("kubernetes.io/metadata.name", name);
        return namespace;
    }

    ObjectNode service() {
        ObjectNode service = object("v1", "Service", "default", "kubernetes");
        ObjectNode labels = service.withObject("/metadata").putObject("labels");
        labels.put("component", "apiserver");
        labels.put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", identity.serviceAddress());
        spec.put("sessionAffinity", "None");
        spec.put("type", "ClusterIP");
        putServicePort(spec);
        return service;
    }

    void updateService(ObjectNode existing) {
        ObjectNode spec = existing.withObject("/spec");
        boolean same = spec.path("ports").size() == 1
                && spec.path("ports").path(0).path("targetPort").asInt() == identity.port()
                && spec.path("ports").path(0).path("port").asInt() == 443;
        if (!same) {
            putServicePort(spec);
        }
    }

    private void putServicePort(ObjectNode spec) {
        ObjectNode port = spec.putArray("ports").addObject();
        port.put("name", "https");
        port.put("port", 443);
        port.put("protocol", "TCP");
        port.put("targetPort", identity.port());
    }

    /** Whether others can reach the server where it says that it is. */
    boolean isReachable() {
        String address = identity.advertiseAddress();
        return !address.startsWith("127.") && !address.equals("::1");
    }

    ObjectNode endpoints() {
        ObjectNode endpoints = object("v1", "Endpoints", "default", "kubernetes");
        updateEndpoints(endpoints);
        return endpoints;
    }

    void updateEndpoints(ObjectNode endpoints) {
        endpoints.withObject("/metadata").withObject("/labels").put("endpointslice.kubernetes.io/skip-mirror", "true");
        ObjectNode subset = JsonNodeFactory.instance.objectNode();
        subset.putArray("addresses").addObject().put("ip", identity.advertiseAddress());
        putEndpointPort(subset);
        if (!subset.equals(endpoints.path("subsets").path(0))
                || endpoints.path("subsets").size() != 1) {
            endpoints.putArray("subsets").add(subset);
        }
    }

    ObjectNode endpointSlice() {
        ObjectNode slice = object("discovery.k8s.io/v1", "EndpointSlice", "default", "kubernetes");
        slice.put("addressType", identity.advertiseAddress().contains(":") ? "IPv6" : "IPv4");
        updateEndpointSlice(slice);
        return slice;
    }

    void updateEndpointSlice(ObjectNode slice) {
        slice.withObject("/metadata").withObject("/labels").put("kubernetes.io/service-name", "kubernetes");
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        ObjectNode endpoint = wanted.putArray("endpoints").addObject();
        endpoint.putArray("addresses").add(identity.advertiseAddress());
        endpoint.putObject("conditions").put("ready", true);
        putEndpointPort(wanted);
        wanted.properties().forEach(entry -> {
            if (!entry.getValue().equals(slice.path(entry.getKey()))) {
                slice.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private void putEndpointPort(ObjectNode owner) {
        ObjectNode port = owner.putArray("ports").addObject();
        port.put("name", "https");
        port.put("port", identity.port());
        port.put("protocol", "TCP");
    }

    ObjectNode serviceRange() {
        ObjectNode range = object("networking.k8s.io/v1", "ServiceCIDR", "", "kubernetes");
        var cidrs = range.putObject("spec").putArray("cidrs");
        identity.serviceRanges().forEach(cidrs::add);
        ObjectNode ready = range.putObject("status").putArray("conditions").addObject();
        ready.put("message", "Kubernetes default Service CIDR is ready");
        ready.put("reason", "");
        ready.put("status", "True");
        ready.put("type", "Ready");
        return range;
    }

    ObjectNode authenticationConfig() {
        ObjectNode config = object("v1", "ConfigMap", "kube-system", "extension-apiserver-authentication");
        updateAuthenticationConfig(config);
        return config;
    }

    void updateAuthenticationConfig(ObjectNode config) {
        ObjectNode data = config.withObject("/data");
        new TreeMap<>(identity.authentication()).forEach(data::put);
    }

    ObjectNode tokenTracking() {
        ObjectNode config =
                object("v1", "ConfigMap", "kube-system", "kube-apiserver-legacy-service-account-token-tracking");
        config.putObject("data").put("since", LocalDate.now(ZoneOffset.UTC).toString());
        return config;
    }

    private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return object;
    }
}
