package dev.navarch.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cluster was created with; kept in its directory, so that a later {@code up} brings back the same one.
 *
 * @param port where the API server listens, 1 to 65535
 * @param etcdServers the endpoints, when the storage is etcd
 * @param apiOnly only the API server runs: no controllers, no node
 * @param slot sets the clusters of one machine apart: their networks and node ports of the second one begin elsewhere; 0
 *     to 50
 */
public record ClusterSettings(
        String name,
        int port,
        StorageKind storage,
        List<String> etcdServers,
        RuntimeKind runtime,
        boolean apiOnly,
        int slot) {

    /** The last slot. */
    public static final int MAX_SLOT = 50;

    /** Where objects are kept. */
    public enum StorageKind {
        embedded,
        etcd,
        memory
    }

    /** What runs containers. */
    public enum RuntimeKind {
        docker,
        simulated
    }

    public ClusterSettings {
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")) {
            throw new IllegalArgumentException("the name \"" + name
                    + "\" is not 1 to 40 of a-z, 0-9 and '-', beginning and ending with one of a-z, 0-9");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port " + port + " is not between 1 and 65535");
        }
        if (storage == StorageKind.etcd && etcdServers.isEmpty()) {
            throw new IllegalArgumentException("--storage etcd needs --etcd-servers");
        }
        if (slot < 0 || slot > MAX_SLOT) {
            throw new IllegalArgumentException("there are more than 50 clusters on this machine");
        }
        etcdServers = List.copyOf(etcdServers);
    }

    /** Where pods have their addresses. */
    public String podCidr() {
        return podPrefix(slot) + "0.0/16";
    }

    /** What the addresses of a slot's pods begin with. */
    static String podPrefix(int slot) {
        return "10." + (244 - slot) + ".";
    }

    /** Where the node's pods have theirs. */
    public String nodePodCidr() {
        return podPrefix(slot) + "0.0/24";
    }

    /** Where Services have their addresses. */
    public String serviceCidr() {
        return "10." + (96 + slot) + ".0.0/16";
    }

    /** The address of the Service {@code kubernetes}. */
    public String kubernetesAddress() {
        return "10." + (96 + slot) + ".0.1";
    }

    /** The address of the Service {@code kube-dns}. */
    public String dnsAddress() {
        return "10." + (96 + slot) + ".0.10";
    }

    /** Where the kubelet serves its API. */
    public int kubeletPort() {
        return kubeletPort(slot);
    }

    static int kubeletPort(int slot) {
        return 10250 + slot * 10;
    }

    /** Where cluster DNS listens on the machine's own address; pods reach it by its Service. */
    public int dnsPort() {
        return 10053 + slot * 10;
    }

    /** The name of the table of packet rules. */
    public String nftTable() {
        return "navarch-" + name;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("port", port);
        json.put("storage", storage.name());
        etcdServers.forEach(json.putArray("etcdServers")::add);
        json.put("runtime", runtime.name());
        json.put("apiOnly", apiOnly);
        json.put("slot", slot);
        return json;
    }

    static ClusterSettings fromJson(JsonNode json) {
        List<String> servers = new ArrayList<>();
        json.path("etcdServers").forEach(s -> servers.add(s.asText()));
        return new ClusterSettings(
                json.path("name").asText(),
                json.path("port").asInt(),
                StorageKind.valueOf(json.path("storage").asText()),
                servers,
                RuntimeKind.valueOf(json.path("runtime").asText()),
                json.path("apiOnly").asBoolean(),
                json.path("slot").asInt());
    }

    /** The name of the context, user and cluster in a kubeconfig. */
    public String contextName() {
        return name.equals("navarch") ? name : "navarch-" + name;
    }

    /** The node that the all-in-one process registers. */
    public String nodeName() {
        return name;
    }

    public String serverUrl() {
        return "https://127.0.0.1:" + port;
    }
}
