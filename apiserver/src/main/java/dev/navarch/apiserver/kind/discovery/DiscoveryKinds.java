package dev.navarch.apiserver.kind.discovery;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.SemanticEquality;
import dev.navarch.apiserver.registry.Generation;
import java.util.HashSet;
import java.util.Set;

/** The kinds of {@code discovery.k8s.io}. */
public final class DiscoveryKinds {

    private static final String HOST = "kubernetes.io/hostname";

    private DiscoveryKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("discovery.k8s.io", "endpointslices"),
                kind().defaults(DiscoveryKinds::defaults)
                        .generation(Generation.FIXED)
                        .onCreate((ObjectNode slice) ->
                                Fields.objects(slice, "endpoints").forEach(e -> e.remove("deprecatedTopology")))
                        .onUpdate(DiscoveryKinds::prepareUpdate)
                        .rules(EndpointSliceRules::created)
                        .updateRules(EndpointSliceRules::changed)
                        .warnings(EndpointSliceRules::warnings)
                        .build());
    }

    private static void defaults(ObjectNode slice) {
        for (ObjectNode port : Fields.objects(slice, "ports")) {
            if (!Fields.isSet(port, "name")) {
                port.put("name", "");
            }
            if (!Fields.isSet(port, "protocol")) {
                port.put("protocol", "TCP");
            }
        }
    }

    /** Labels count too; nodes that stood in the topology of old move to where they belong. */
    private static void prepareUpdate(ObjectNode slice, ObjectNode old) {
        boolean changed = !ObjectMeta.labels(slice).equals(ObjectMeta.labels(old));
        for (String field : new String[] {"addressType", "endpoints", "ports"}) {
            changed |= !SemanticEquality.equal(slice.path(field), old.path(field));
        }
        if (changed) {
            ObjectMeta.setGeneration(slice, ObjectMeta.generation(old) + 1);
        }
        if (!SemanticEquality.equal(slice.path("endpoints"), old.path("endpoints"))) {
            dropTopology(slice, old);
        }
    }

    private static void dropTopology(ObjectNode slice, ObjectNode old) {
        Set<String> former = new HashSet<>();
        for (ObjectNode endpoint : Fields.objects(old, "endpoints")) {
            former.add(Fields.text(endpoint.get("deprecatedTopology"), HOST));
        }
        for (ObjectNode endpoint : Fields.objects(slice, "endpoints")) {
            String host = Fields.text(endpoint.get("deprecatedTopology"), HOST);
            if (!Fields.isSet(endpoint, "nodeName")
                    && !host.isEmpty()
                    && former.contains(host)
                    && Names.dns1123Subdomain(host).isEmpty()) {
                endpoint.put("nodeName", host);
            }
            endpoint.remove("deprecatedTopology");
        }
    }
}
