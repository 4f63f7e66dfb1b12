package dev.navarch.apiserver.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Authorizer;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.authorization.ForbiddenStatus;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.Query;
import dev.navarch.apiserver.request.RequestContext;
import dev.navarch.apiserver.request.RequestInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Exec, attach, port-forward and logs: to the kubelet of the node that the pod is on. */
final class PodConnections {

    private final Pods pods;
    private final Nodes nodes;
    private final Relay relay;
    private final Authorizer authorizer;

    PodConnections(Pods pods, Nodes nodes, Relay relay, Authorizer authorizer) {
        this.pods = pods;
        this.nodes = nodes;
        this.relay = relay;
        this.authorizer = authorizer;
    }

    void exec(RequestContext context, Exchange exchange) throws Exception {
        stream(context, exchange, "exec");
    }

    void attach(RequestContext context, Exchange exchange) throws Exception {
        stream(context, exchange, "attach");
    }

    private void stream(RequestContext context, Exchange exchange, String verb) throws Exception {
        requireCreate(context);
        RequestInfo info = context.info();
        ObjectNode pod = pods.get(info.namespace(), info.name());
        String phase = pod.path("status").path("phase").asText("");
        if (verb.equals("exec") && (phase.equals("Succeeded") || phase.equals("Failed"))) {
            throw StatusException.badRequest(
                    "cannot exec into a container in a completed pod; current phase is " + phase);
        }
        String container = Pods.container(pod, exchange.query().get("container"));
        Backend kubelet = nodes.kubelet(Pods.node(pod));
        String path = "/" + verb + "/" + info.namespace() + "/" + info.name() + "/" + container;
        relay.run(exchange, kubelet.at(path, streams(exchange.query(), verb.equals("exec"))));
    }

    void portForward(RequestContext context, Exchange exchange) throws Exception {
        requireCreate(context);
        RequestInfo info = context.info();
        ObjectNode pod = pods.get(info.namespace(), info.name());
        Backend kubelet = nodes.kubelet(Pods.node(pod));
        List<String> ports = exchange.query().all("ports");
        String query = ports.isEmpty() ? "" : "port=" + encoded(String.join(",", ports));
        relay.run(exchange, kubelet.at("/portForward/" + info.namespace() + "/" + info.name(), query));
    }

    void logs(RequestContext context, Exchange exchange) throws Exception {
        RequestInfo info = context.info();
        Query query = exchange.query();
        String parameters = LogParameters.checked(query, info.name());
        ObjectNode pod = pods.get(info.namespace(), info.name());
        String container = Pods.container(pod, query.get("container"));
        if (pod.path("spec").path("nodeName").asText("").isEmpty()) {
            exchange.respond(204, null, new byte[0]);
            return;
        }
        Backend kubelet = nodes.kubelet(Pods.node(pod));
        String path = "/containerLogs/" + info.namespace() + "/" + info.name() + "/" + container;
        relay.read(exchange, kubelet.at(path, parameters));
    }

    /** A GET may do as much as a POST here, so it needs the same right. */
    private void requireCreate(RequestContext context) {
        RequestInfo info = context.info();
        if (info.verb().equals("create")) {
            return;
        }
        Attributes attributes = Attributes.resource(
                context.user(),
                "create",
                info.group(),
                info.version(),
                info.resource(),
                info.subresource(),
                info.namespace(),
                info.name());
        Decision decision = authorizer.authorize(attributes);
        if (!decision.isAllowed()) {
            throw ForbiddenStatus.of(attributes, decision.reason());
        }
    }

    private static String streams(Query query, boolean withCommand) {
        var parameters = new ArrayList<String>();
        addIf(parameters, query, "stdin", "input=1");
        addIf(parameters, query, "stdout", "output=1");
        addIf(parameters, query, "stderr", "error=1");
        addIf(parameters, query, "tty", "tty=1");
        if (withCommand) {
            query.all("command").forEach(word -> parameters.add("command=" + encoded(word)));
        }
        return String.join("&", parameters);
    }

    private static void addIf(List<String> parameters, Query query, String name, String parameter) {
        String value = query.get(name);
        boolean set = query.has(name) && !value.equals("0") && !value.equalsIgnoreCase("false");
        if (set) {
            parameters.add(parameter);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
