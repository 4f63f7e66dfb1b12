package dev.navarch.apiserver.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The proxies: to what listens in a pod, behind a service, or on a node. */
final class Proxies {

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");

    private final ObjectReader reader;
    private final Pods pods;
    private final Nodes nodes;
    private final Relay relay;

    Proxies(ObjectReader reader, Pods pods, Nodes nodes, Relay relay) {
        this.reader = reader;
        this.pods = pods;
        this.nodes = nodes;
        this.relay = relay;
    }

    void pod(RequestContext context, Exchange exchange) throws Exception {
        ProxyTarget target = ProxyTarget.parse(context.info().name(), "pod");
        ObjectNode pod = pods.get(context.info().namespace(), target.name());
        String port = target.port().isEmpty() ? firstPort(pod) : target.port();
        String address = pod.path("status").path("podIP").asText("");
        if (address.isEmpty()) {
            throw StatusException.badRequest("address not allowed");
        }
        run(context, exchange, target, address, port.isEmpty() ? target.defaultPort() : number(port, context));
    }

    private static String firstPort(ObjectNode pod) {
        for (JsonNode container : pod.path("spec").path("containers")) {
            JsonNode port = container.path("ports").path(0).path("containerPort");
            if (port.isNumber()) {
                return port.asText();
            }
        }
        return "";
    }

    private static int number(String port, RequestContext context) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest(
                    "invalid pod request \"" + context.info().name() + "\"");
        }
    }

    void service(RequestContext context, Exchange exchange) throws Exception {
        String namespace = context.info().namespace();
        ProxyTarget target = ProxyTarget.parse(context.info().name(), "service");
        String portName = portName(namespace, target);
        var _ = reader.getLatest(SERVICES, namespace, target.name())
                .orElseThrow(() -> StatusException.notFound(SERVICES, target.name()));
        ObjectNode endpoints = reader.getLatest(ENDPOINTS, namespace, target.name())
                .orElseThrow(() -> StatusException.notFound(ENDPOINTS, target.name()));
        List<Backend> ready = ready(endpoints, portName, target.scheme());
        if (ready.isEmpty()) {
            String shown = endpoints.path("subsets").isEmpty()
                    ? target.name()
                    : context.info().name();
            throw StatusException.serviceUnavailable("no endpoints available for service \"" + shown + "\"");
        }
        Backend chosen = ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
        proxy(context, exchange, chosen);
    }

    /** Ports of services may be asked for by number; their endpoints know them by name. */
    private String portName(String namespace, ProxyTarget target) {
        if (target.port().isEmpty() || !target.port().chars().allMatch(Character::isDigit)) {
            return target.port();
        }
        ObjectNode service = reader.getLatest(SERVICES, namespace, target.name())
                .orElseThrow(() -> StatusException.notFound(SERVICES, target.name()));
        for (JsonNode port : service.path("spec").path("ports")) {
            if (port.path("port").asText().equals(target.port())) {
                return port.path("name").asText("");
            }
        }
        throw StatusException.serviceUnavailable(
                "no service port " + target.port() + " found for service \"" + target.name() + "\"");
    }

    private static List<Backend> ready(ObjectNode endpoints, String portName, String scheme) {
        var found = new ArrayList<Backend>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode port : subset.path("ports")) {
                if (port.path("name").asText("").equals(portName)) {
                    for (JsonNode address : subset.path("addresses")) {
                        found.add(new Backend(
                                scheme,
                                address.path("ip").asText(),
                                port.path("port").asInt(),
                                "",
                                "",
                                false));
                    }
                }
            }
        }
        return found;
    }

    void node(RequestContext context, Exchange exchange) throws Exception {
        ProxyTarget target = ProxyTarget.parse(context.info().name(), "node");
        Backend kubelet = nodes.kubelet(target.name());
        String port = target.port();
        if (port.isEmpty() || port.equals(Integer.toString(kubelet.port()))) {
            proxy(context, exchange, kubelet);
        } else {
            run(context, exchange, target, kubelet.host(), number(port, context));
        }
    }

    private void run(RequestContext context, Exchange exchange, ProxyTarget target, String host, int port)
            throws Exception {
        proxy(context, exchange, new Backend(target.scheme(), host, port, "", "", false));
    }

    private void proxy(RequestContext context, Exchange exchange, Backend backend) throws Exception {
        String path = exchange.path();
        String below = ProxyTarget.pathBelow(context.info(), exchange);
        if (ProxyTarget.isBare(context.info(), exchange)) {
            redirectIntoRoot(exchange);
            return;
        }
        String prefix = path.endsWith(below) ? path.substring(0, path.length() - below.length()) : path;
        relay.proxy(exchange, backend.at(below, ProxyTarget.query(exchange)), prefix);
    }

    /** Relative links of a server's first page need the slash at the end of its address. */
    private static void redirectIntoRoot(Exchange exchange) {
        String query = ProxyTarget.query(exchange);
        exchange.setHeader("Location", exchange.path() + "/" + (query.isEmpty() ? "" : "?" + query));
        exchange.respond(301, null, new byte[0]);
    }
}
