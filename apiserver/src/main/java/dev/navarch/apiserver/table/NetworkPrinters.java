package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Services and what stands around them. */
final class NetworkPrinters {

    private static final int SHOWN = 3;

    private NetworkPrinters() {}

    static void service(Row row) {
        row.name()
                .add(row.text("spec", "type"))
                .add(firstOr("<none>", row.at("spec", "clusterIPs")))
                .add(externalIp(row))
                .add(ports(row.at("spec", "ports")))
                .age()
                .add(Selectors.labels(row.at("spec", "selector")));
    }

    private static String firstOr(String otherwise, JsonNode list) {
        return list.isEmpty() ? otherwise : list.get(0).asText("");
    }

    private static String externalIp(Row row) {
        List<String> external = Row.texts(row.at("spec", "externalIPs"));
        return switch (row.text("spec", "type")) {
            case "ClusterIP", "NodePort" -> external.isEmpty() ? "<none>" : String.join(",", external);
            case "LoadBalancer" -> {
                var all = new ArrayList<>(ingress(row.at("status", "loadBalancer")));
                all.addAll(external);
                yield all.isEmpty() ? "<pending>" : String.join(",", all);
            }
            case "ExternalName" -> row.text("spec", "externalName");
            default -> "<unknown>";
        };
    }

    private static List<String> ingress(JsonNode loadBalancer) {
        var addresses = new TreeSet<String>();
        for (JsonNode each : loadBalancer.path("ingress")) {
            String ip = each.path("ip").asText("");
            String address = ip.isEmpty() ? each.path("hostname").asText("") : ip;
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    private static String ports(JsonNode ports) {
        var texts = new ArrayList<String>();
        for (JsonNode port : ports) {
            long nodePort = port.path("nodePort").asLong();
            texts.add(port.path("port").asLong() + (nodePort > 0 ? ":" + nodePort : "") + "/"
                    + port.path("protocol").asText(""));
        }
        return texts.isEmpty() ? "<none>" : String.join(",", texts);
    }

    static void endpoints(Row row) {
        var list = new ArrayList<String>();
        for (JsonNode subset : row.at("subsets")) {
            JsonNode ports = subset.path("ports");
            for (int p = 0; p < Math.max(1, ports.size()); p++) {
                for (JsonNode address : subset.path("addresses")) {
                    String ip = address.path("ip").asText("");
                    list.add(
                            ports.isEmpty()
                                    ? ip
                                    : hostPort(ip, ports.get(p).path("port").asLong()));
                }
            }
        }
        String cell = row.at("subsets").isEmpty() ? "<none>" : shortened(list, "");
        row.name().add(cell).age();
    }

    private static String hostPort(String ip, long port) {
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + port;
    }

    /** The first few, and how many more there are. */
    private static String shortened(List<String> list, String none) {
        if (list.size() > SHOWN) {
            return String.join(",", list.subList(0, SHOWN)) + " + " + (list.size() - SHOWN) + " more...";
        }
        String joined = String.join(",", list);
        return joined.isEmpty() ? none : joined;
    }

    static void endpointSlice(Row row) {
        var ports = new ArrayList<String>();
        for (JsonNode port : row.at("ports")) {
            JsonNode name = port.path("name");
            ports.add(
                    port.path("port").isNumber()
                            ? Long.toString(port.path("port").longValue())
                            : name.isTextual() ? name.textValue() : "*");
        }
        var addresses = new ArrayList<String>();
        for (JsonNode endpoint : row.at("endpoints")) {
            addresses.addAll(Row.texts(endpoint.path("addresses")));
        }
        row.name()
                .add(row.text("addressType"))
                .add(shortened(ports, "<unset>"))
                .add(shortened(addresses, "<unset>"))
                .age();
    }

    static void ingress(Row row) {
        row.name()
                .add(row.textOr("<none>", "spec", "ingressClassName"))
                .add(hosts(row.at("spec", "rules")))
                .add(String.join(",", ingress(row.at("status", "loadBalancer"))))
                .add(row.at("spec", "tls").isEmpty() ? "80" : "80, 443")
                .age();
    }

    private static String hosts(JsonNode rules) {
        var hosts = new ArrayList<String>();
        boolean more = false;
        for (JsonNode rule : rules) {
            more |= hosts.size() == SHOWN;
            String host = rule.path("host").asText("");
            if (!more && !host.isEmpty()) {
                hosts.add(host);
            }
        }
        if (hosts.isEmpty()) {
            return "*";
        }
        return String.join(",", hosts) + (more ? " + " + (rules.size() - SHOWN) + " more..." : "");
    }

    static void ingressClass(Row row) {
        boolean standard = row.text("metadata", "annotations", "ingressclass.kubernetes.io/is-default-class")
                .equals("true");
        JsonNode parameters = row.at("spec", "parameters");
        String shown = "<none>";
        if (parameters.isObject()) {
            JsonNode group = parameters.path("apiGroup");
            shown = parameters.path("kind").asText("") + (group.isTextual() ? "." + group.textValue() : "") + "/"
                    + parameters.path("name").asText("");
        }
        row.add(row.text("metadata", "name") + (standard ? " (default)" : ""))
                .add(row.text("spec", "controller"))
                .add(shown)
                .age();
    }

    static void networkPolicy(Row row) {
        row.name().add(Selectors.selector(row.at("spec", "podSelector"))).age();
    }

    static void serviceCidr(Row row) {
        row.name().add(String.join(",", Row.texts(row.at("spec", "cidrs")))).age();
    }

    static void ipAddress(Row row) {
        JsonNode parent = row.at("spec", "parentRef");
        String shown = "<none>";
        if (parent.isObject()) {
            String group = parent.path("group").asText("");
            String namespace = parent.path("namespace").asText("");
            String resource = parent.path("resource").asText("") + (group.isEmpty() ? "" : "." + group);
            shown = resource.toLowerCase(Locale.ROOT) + (namespace.isEmpty() ? "" : "/" + namespace) + "/"
                    + parent.path("name").asText("");
        }
        // One cell more than there are columns, as upstream has it.
        row.name().add(shown).age();
    }
}
