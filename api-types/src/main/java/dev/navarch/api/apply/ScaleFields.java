package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.navarch.api.apply.ManagedFields.Entry;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries the ownership of {@code replicas} between a resource and its {@code scale} subresource: whoever sets the
 * replicas of a scale owns them in the resource.
 */
public final class ScaleFields {

    private static final String SCALE_VERSION = "autoscaling/v1";
    private static final FieldPath REPLICAS = FieldPath.of("spec", "replicas");

    private final String apiVersion;
    private final Map<String, Optional<FieldPath>> replicas;

    /**
     * For one resource.
     *
     * @param apiVersion the version in which the scale is written, such as {@code apps/v1}
     * @param replicas by {@code apiVersion}, where the resource keeps its replicas; empty where it does not. Entries of
     *     {@code managedFields} in other versions are dropped
     */
    public ScaleFields(String apiVersion, Map<String, Optional<FieldPath>> replicas) {
        this.apiVersion = apiVersion;
        this.replicas = Map.copyOf(replicas);
    }

    /** For a resource that keeps its replicas in {@code spec.replicas} of the given versions. */
    public static ScaleFields ofSpecReplicas(String apiVersion, String... versions) {
        var paths = new java.util.HashMap<String, Optional<FieldPath>>();
        for (String version : versions) {
            paths.put(version, Optional.of(REPLICAS));
        }
        return new ScaleFields(apiVersion, paths);
    }

    /**
     * The entries of a resource as its scale shows them.
     *
     * @throws IllegalArgumentException if an entry is malformed
     */
    public ArrayNode toSubresource(@Nullable JsonNode parentEntries) {
        ManagedFields scale = ManagedFields.empty();
        ManagedFields.decode(parentEntries).entries().forEach((id, entry) -> {
            Optional<FieldPath> path = replicas.getOrDefault(entry.apiVersion(), Optional.empty());
            if (path.isPresent() && entry.set().contains(path.get())) {
                scale.put(id, Entry.of(FieldSet.of(REPLICAS), SCALE_VERSION, entry.applied(), entry.time()));
            }
        });
        return scale.encode();
    }

    /**
     * The entries of a resource after its scale was written: who lost the replicas of the scale loses those of the
     * resource.
     *
     * @throws IllegalArgumentException if an entry is malformed
     */
    public ArrayNode toParent(@Nullable JsonNode parentEntries, @Nullable JsonNode scaleEntries) {
        ManagedFields out = ManagedFields.empty();
        ManagedFields scale = ManagedFields.decode(scaleEntries);
        ManagedFields parent = ManagedFields.decode(parentEntries);
        parent.entries().forEach((id, entry) -> {
            Optional<FieldPath> path = replicas.get(entry.apiVersion());
            if (path == null) {
                return;
            }
            if (path.isEmpty() || !entry.set().contains(path.get())) {
                out.put(id, entry);
            } else if (scale.get(id) != null) {
                out.put(id, entry);
                scale.remove(id);
            } else {
                out.put(id, entry.with(entry.set().difference(FieldSet.of(path.get()))));
            }
        });
        out.removeEmpty();
        replicas.getOrDefault(apiVersion, Optional.empty())
                .ifPresent(path -> scale.entries().forEach((id, entry) -> {
                    if (entry.set().contains(REPLICAS)) {
                        // Who is new to the resource has no time there, as upstream has it.
                        Entry known = parent.get(id);
                        String time = known == null ? null : known.time();
                        out.put(id, Entry.of(FieldSet.of(path), apiVersion, entry.applied(), time));
                    }
                }));
        return out.encode();
    }
}
