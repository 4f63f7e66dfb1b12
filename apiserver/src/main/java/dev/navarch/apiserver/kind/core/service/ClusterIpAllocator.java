package dev.navarch.apiserver.kind.core.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ObjectReader;
import dev.navarch.apiserver.registry.ObjectWriter;
import dev.navarch.apiserver.request.DeleteOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives out cluster IPs. An address is taken by creating the {@code IPAddress} object of its name: creation is atomic in
 * storage, so no two services get one address, however many servers share the storage.
 */
final class ClusterIpAllocator {

    static final GroupResource IP_ADDRESSES = new GroupResource("networking.k8s.io", "ipaddresses");
    private static final GroupVersionResource IP_ADDRESSES_V1 =
            new GroupVersionResource("networking.k8s.io", "v1", "ipaddresses");
    private static final int RANDOM_TRIES = 16;

    private final List<IpRange> ranges;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    ClusterIpAllocator(List<IpRange> ranges, ObjectReader reader, ObjectWriter writer) {
        this.ranges = List.copyOf(ranges);
        this.reader = reader;
        this.writer = writer;
    }

    /** The families that this cluster gives out addresses of; the first is the default. */
    List<String> families() {
        return ranges.stream().map(IpRange::family).toList();
    }

    /** Takes exactly that address; the answer is why it cannot be had, empty when it is taken. A dry run sees the range only. */
    Optional<String> take(String address, ObjectNode service, boolean dryRun) {
        IpRange range = range(IpRange.familyOf(address));
        if (!range.contains(address)) {
            return Optional.of("the provided network does not match the current range");
        }
        if (!dryRun && (reader.getLatest(IP_ADDRESSES, "", address).isPresent() || !create(address, service))) {
            return Optional.of("provided IP is already allocated");
        }
        return Optional.empty();
    }

    /** Takes a free address of the family; empty when there is none left. */
    Optional<String> takeAny(String family, ObjectNode service, boolean dryRun) {
        IpRange range = range(family);
        Set<String> taken = new HashSet<>();
        for (ObjectNode address : reader.list(IP_ADDRESSES, "")) {
            taken.add(Fields.text(Fields.object(address, "metadata"), "name"));
        }
        long dynamic = dynamicStart(range);
        long span = range.size() - dynamic;
        for (int i = 0; i < RANDOM_TRIES && span > 0; i++) {
            String address = range.address(dynamic + ThreadLocalRandom.current().nextLong(span));
            if (!taken.contains(address) && (dryRun || create(address, service))) {
                return Optional.of(address);
            }
        }
        long offset = span > 0 ? ThreadLocalRandom.current().nextLong(span) : 0;
        for (long i = 0; i < range.size(); i++) {
            long index = i < span ? dynamic + (offset + i) % span : i - span;
            String address = range.address(index);
            if (!taken.contains(address) && (dryRun || create(address, service))) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Where random choice begins: the addresses below are left to those who ask for one by name (KEP-3070). */
    private static long dynamicStart(IpRange range) {
        return range.size() < 16 ? 0 : Math.min(256, Math.max(16, range.size() / 16));
    }

    void giveBack(String address) {
        try {
            writer.delete(IP_ADDRESSES_V1, "", address, DeleteOptions.immediately());
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private boolean create(String address, ObjectNode service) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "networking.k8s.io/v1");
        object.put("kind", "IPAddress");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", address);
        ObjectNode labels = metadata.putObject("labels");
        labels.put("ipaddress.kubernetes.io/ip-family", IpRange.familyOf(address));
        labels.put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        ObjectNode parent = object.putObject("spec").putObject("parentRef");
        ObjectNode owner = Fields.object(service, "metadata");
        parent.put("group", "");
        parent.put("resource", "services");
        parent.put("namespace", Fields.text(owner, "namespace"));
        parent.put("name", Fields.text(owner, "name"));
        try {
            writer.create(IP_ADDRESSES_V1, object);
            return true;
        } catch (StatusException e) {
            if (e.reason().equals("AlreadyExists")) {
                return false;
            }
            throw e;
        }
    }

    private IpRange range(String family) {
        return ranges.stream()
                .filter(r -> r.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(family + " is not configured on this cluster"));
    }
}
