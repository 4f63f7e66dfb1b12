package dev.navarch.controllers.resourcequota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.quota.QuotaEvaluator;
import dev.navarch.api.quota.ResourceAmounts;
import dev.navarch.api.quota.ScopeRequirement;
import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ResourceType;
import dev.navarch.controllers.informers.SharedInformer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what a namespace uses of what a quota limits. */
final class Usage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUNT = "count/";
    private static final List<GroupResource> ALWAYS = List.of(
            new GroupResource("", "pods"),
            new GroupResource("", "services"),
            new GroupResource("", "persistentvolumeclaims"),
            new GroupResource("", "configmaps"),
            new GroupResource("", "resourcequotas"),
            new GroupResource("", "replicationcontrollers"),
            new GroupResource("", "secrets"));

    private final Map<String, SharedInformer<? extends HasMetadata>> informers;
    private final MetadataClient metadata;
    private final Discovery discovery;
    private final CountedResources counted;

    Usage(ControllerContext context, CountedResources counted) {
        informers = Map.of(
                "pods", context.informers().of(Pod.class),
                "services", context.informers().of(Service.class),
                "persistentvolumeclaims", context.informers().of(PersistentVolumeClaim.class));
        metadata = context.metadata();
        discovery = context.discovery();
        this.counted = counted;
    }

    /** The amounts of the names that the quota limits; names that nothing counts for are left out. */
    ResourceAmounts of(ResourceQuota quota) {
        JsonNode tree = JSON.valueToTree(quota);
        ResourceAmounts hard = ResourceAmounts.of(tree.path("spec").path("hard"));
        ResourceAmounts used = ResourceAmounts.NONE;
        for (GroupResource resource : resources(hard)) {
            QuotaEvaluator evaluator = QuotaEvaluator.of(resource);
            Set<String> limited = evaluator.matching(hard.names());
            if (!limited.isEmpty()) {
                used = used.plus(zeros(limited)
                        .plus(sum(evaluator, resource, tree, quota.getMetadata().getNamespace()))
                        .only(limited));
            }
        }
        return used;
    }

    private static Set<GroupResource> resources(ResourceAmounts hard) {
        Set<GroupResource> resources = new LinkedHashSet<>(ALWAYS);
        for (String name : hard.names()) {
            if (name.startsWith(COUNT)) {
                String[] parts = name.substring(COUNT.length()).split("\\.", 2);
                resources.add(new GroupResource(parts.length > 1 ? parts[1] : "", parts[0]));
            }
        }
        return resources;
    }

    private static ResourceAmounts zeros(Set<String> names) {
        var list = JSON.createObjectNode();
        names.forEach(name -> list.put(name, "0"));
        return ResourceAmounts.of(list);
    }

    private ResourceAmounts sum(QuotaEvaluator evaluator, GroupResource resource, JsonNode quota, String namespace) {
        Instant now = Instant.now();
        List<ScopeRequirement> scopes = ScopeRequirement.of(quota);
        ResourceAmounts sum = ResourceAmounts.NONE;
        for (JsonNode object : objects(resource, namespace)) {
            if (scopes.stream().allMatch(scope -> evaluator.matches(scope, object))) {
                sum = sum.plus(evaluator.usage(object, now));
            }
        }
        return sum;
    }

    private List<JsonNode> objects(GroupResource resource, String namespace) {
        SharedInformer<? extends HasMetadata> informer =
                resource.group().isEmpty() ? informers.get(resource.resource()) : null;
        if (informer != null) {
            return informer.inNamespace(namespace).stream()
                    .<JsonNode>map(JSON::valueToTree)
                    .toList();
        }
        // Of all others only their number counts.
        return type(resource).stream()
                .flatMap(type -> {
                    counted.follow(type);
                    return metadata.list(type, namespace).objects().stream();
                })
                .<JsonNode>map(object -> JSON.createObjectNode())
                .toList();
    }

    private Optional<ResourceType> type(GroupResource resource) {
        return discovery.preferredResources().all().stream()
                .filter(t -> t.namespaced() && t.is(resource.group(), resource.resource()))
                .findFirst();
    }
}
