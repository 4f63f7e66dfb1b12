package dev.navarch.apiserver.kind;

import dev.navarch.apiserver.kind.core.service.IpRange;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import java.time.Duration;
import java.util.List;

/**
 * What strategies need of the server around them.
 *
 * @param serviceRanges where cluster IPs come from, the default family first
 * @param firstNodePort the first node port that is given out
 * @param lastNodePort the last one
 * @param eventTtl how long events are kept
 */
public record KindEnvironment(
        List<IpRange> serviceRanges,
        int firstNodePort,
        int lastNodePort,
        Duration eventTtl,
        ObjectReader reader,
        ObjectWriter writer) {

    public KindEnvironment {
        serviceRanges = List.copyOf(serviceRanges);
        if (serviceRanges.isEmpty()) {
            throw new IllegalArgumentException("a range for cluster IPs is needed");
        }
        if (firstNodePort < 1 || lastNodePort > 65535 || firstNodePort > lastNodePort) {
            throw new IllegalArgumentException("not a range of ports: " + firstNodePort + "-" + lastNodePort);
        }
    }
}
