package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Services, their node ports and load balancers. */
final class ServiceQuota implements QuotaEvaluator {

    private static final String COUNT = "count/services";
    private static final Set<String> NAMES = Set.of(COUNT, "services", "services.nodeports", "services.loadbalancers");

    @Override
    public SortedSet<String> matching(Collection<String> limited) {
        var matching = new TreeSet<>(limited);
        matching.retainAll(NAMES);
        return matching;
    }

    @Override
    public ResourceAmounts usage(JsonNode service, Instant now) {
        JsonNode spec = service.path("spec");
        long ports = spec.path("ports").size();
        var usage = new TreeMap<String, Quantity>();
        usage.put(COUNT, ObjectCount.ONE);
        usage.put("services", ObjectCount.ONE);
        usage.put("services.loadbalancers", Quantity.ZERO);
        usage.put("services.nodeports", Quantity.ZERO);
        switch (spec.path("type").asText("")) {
            case "NodePort" -> usage.put("services.nodeports", Quantity.of(ports));
            case "LoadBalancer" -> {
                boolean allocates = spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
                usage.put("services.nodeports", Quantity.of(allocates ? ports : givenNodePorts(spec)));
                usage.put("services.loadbalancers", ObjectCount.ONE);
            }
            default -> {}
        }
        return new ResourceAmounts(usage);
    }

    private static long givenNodePorts(JsonNode spec) {
        long given = 0;
        for (JsonNode port : spec.path("ports")) {
            given += port.path("nodePort").asInt() == 0 ? 0 : 1;
        }
        return given;
    }
}
