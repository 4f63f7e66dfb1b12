package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts objects, under each of its names. */
record ObjectCount(List<String> names) implements QuotaEvaluator {

    static final Quantity ONE = Quantity.of(1);

    @Override
    public SortedSet<String> matching(Collection<String> limited) {
        var matching = new TreeSet<>(names);
        matching.retainAll(limited);
        return matching;
    }

    @Override
    public ResourceAmounts usage(JsonNode object, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        names.forEach(name -> usage.put(name, ONE));
        return new ResourceAmounts(usage);
    }
}
