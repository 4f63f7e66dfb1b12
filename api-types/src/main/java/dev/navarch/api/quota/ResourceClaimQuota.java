package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resource claims and the devices they ask for, by device class. */
final class ResourceClaimQuota implements QuotaEvaluator {

    private static final String COUNT = "count/resourceclaims.resource.k8s.io";
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

    /** The most that one claim can be given; what asking for all devices counts as. */
    private static final long MOST_DEVICES = 32;

    @Override
    public SortedSet<String> matching(Collection<String> limited) {
        var matching = new TreeSet<String>();
        for (String name : limited) {
            if (name.equals(COUNT) || name.endsWith(OF_CLASS)) {
                matching.add(name);
            }
        }
        return matching;
    }

    @Override
    public ResourceAmounts usage(JsonNode claim, Instant now) {
        var count = new TreeMap<String, Quantity>();
        count.put(COUNT, ObjectCount.ONE);
        ResourceAmounts usage = new ResourceAmounts(count);
        for (JsonNode request : claim.path("spec").path("devices").path("requests")) {
            ResourceAmounts most = devices(request.path("exactly"));
            for (JsonNode alternative : request.path("firstAvailable")) {
                most = most.max(devices(alternative));
            }
            usage = usage.plus(most);
        }
        return usage;
    }

    private static ResourceAmounts devices(JsonNode request) {
        if (!request.isObject()) {
            return ResourceAmounts.NONE;
        }
        boolean all = request.path("allocationMode").asText("").equals("All");
        long number = all ? MOST_DEVICES : Math.max(1, request.path("count").asLong(1));
        var amounts = new TreeMap<String, Quantity>();
        amounts.put(request.path("deviceClassName").asText() + OF_CLASS, Quantity.of(number));
        return new ResourceAmounts(amounts);
    }
}
