package dev.navarch.apiserver.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.List;

/** Where the kubelets are. */
final class Nodes {

    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final List<String> ADDRESS_TYPES =
            List.of("InternalIP", "ExternalIP", "InternalDNS", "ExternalDNS", "Hostname");
    private static final int KUBELET_PORT = 10250;

    private final ObjectReader reader;

    Nodes(ObjectReader reader) {
        this.reader = reader;
    }

    /** The kubelet of a node, without a path. */
    Backend kubelet(String name) {
        ObjectNode node = reader.getLatest(NODES, "", name).orElseThrow(() -> StatusException.notFound(NODES, name));
        int port = node.path("status")
                .path("daemonEndpoints")
                .path("kubeletEndpoint")
                .path("Port")
                .asInt(0);
        return new Backend("https", address(node, name), port == 0 ? KUBELET_PORT : port, "", "", true);
    }

    private static String address(ObjectNode node, String name) {
        for (String type : ADDRESS_TYPES) {
            for (JsonNode address : node.path("status").path("addresses")) {
                String value = address.path("address").asText("");
                if (address.path("type").asText("").equals(type) && !value.isEmpty()) {
                    return value;
                }
            }
        }
        throw StatusException.of(
                500,
                "InternalError",
                "Internal error occurred: no preferred addresses found; known addresses: [] of node \"" + name + "\"");
    }
}
