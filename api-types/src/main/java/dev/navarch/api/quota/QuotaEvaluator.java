package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.GroupResource;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Measures what one resource's objects use. Stateless. */
public interface QuotaEvaluator {

    /** Which of the resources that a quota limits this one counts for. */
    SortedSet<String> matching(Collection<String> limited);

    /** What one object uses at a time. */
    ResourceAmounts usage(JsonNode object, Instant now);

    /** Whether the object is of a scope; only some kinds know any. */
    default boolean matches(ScopeRequirement scope, JsonNode object) {
        return false;
    }

    /** What the object lacks that a quota on these resources demands, as a text; nothing for most kinds. */
    default Optional<String> missing(Set<String> limited, JsonNode object) {
        return Optional.empty();
    }

    /** Whether a quota counts the object. */
    default boolean isCounted(JsonNode quota, JsonNode object) {
        return !matching(ResourceAmounts.of(quota.path("status").path("hard")).names())
                        .isEmpty()
                && ScopeRequirement.of(quota).stream().allMatch(scope -> matches(scope, object));
    }

    /** The evaluator of a resource; for most it counts objects. */
    static QuotaEvaluator of(GroupResource resource) {
        return switch (resource.toString()) {
            case "pods" -> new PodQuota();
            case "services" -> new ServiceQuota();
            case "persistentvolumeclaims" -> new VolumeClaimQuota();
            case "resourceclaims.resource.k8s.io" -> new ResourceClaimQuota();
            case "configmaps", "resourcequotas", "replicationcontrollers", "secrets" ->
                new ObjectCount(List.of("count/" + resource, resource.resource()));
            default -> new ObjectCount(List.of("count/" + resource));
        };
    }
}
