package dev.navarch.controllers.scheduler.cache;

import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Node names by zone, listed one of each zone in turn, so that the first nodes tried are of different zones. */
final class NodeTree {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";
    private static final String LEGACY_ZONE = "failure-domain.beta.kubernetes.io/zone";
    private static final String LEGACY_REGION = "failure-domain.beta.kubernetes.io/region";

    private final Map<String, Set<String>> zones = new LinkedHashMap<>();

    void add(Node node) {
        zones.computeIfAbsent(zoneOf(node), zone -> new LinkedHashSet<>())
                .add(node.getMetadata().getName());
    }

    void remove(Node node) {
        zones.computeIfPresent(zoneOf(node), (zone, names) -> {
            names.remove(node.getMetadata().getName());
            return names.isEmpty() ? null : names;
        });
    }

    /** Returns whether the order may have changed. */
    boolean update(@Nullable Node before, Node after) {
        if (before != null) {
            if (zoneOf(before).equals(zoneOf(after))) {
                return false;
            }
            remove(before);
        }
        add(after);
        return true;
    }

    List<String> list() {
        List<List<String>> columns = new ArrayList<>();
        int longest = 0;
        for (Set<String> names : zones.values()) {
            columns.add(List.copyOf(names));
            longest = Math.max(longest, names.size());
        }
        List<String> result = new ArrayList<>();
        for (int row = 0; row < longest; row++) {
            for (List<String> column : columns) {
                if (row < column.size()) {
                    result.add(column.get(row));
                }
            }
        }
        return result;
    }

    private static String zoneOf(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        if (labels == null) {
            return "";
        }
        String zone = labels.getOrDefault(LEGACY_ZONE, labels.getOrDefault(ZONE, ""));
        String region = labels.getOrDefault(LEGACY_REGION, labels.getOrDefault(REGION, ""));
        return zone.isEmpty() && region.isEmpty() ? "" : region + ":\0:" + zone;
    }
}
