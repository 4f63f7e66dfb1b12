package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.Quantity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pods: their number, and what they request and may use while they are not finished. */
final class PodQuota implements QuotaEvaluator {

    private static final String COUNT = "count/pods";
    private static final Set<String> COMPUTE = Set.of(
            COUNT,
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods");

    /** What each container must state when a quota limits it; by history these and no more. */
    private static final Set<String> DEMANDED =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";

    @Override
    public SortedSet<String> matching(Collection<String> limited) {
        var matching = new TreeSet<String>();
        for (String name : limited) {
            if (COMPUTE.contains(name)
                    || name.startsWith("hugepages-")
                    || name.startsWith("requests.hugepages-")
                    || isExtendedForQuota(name)) {
                matching.add(name);
            }
        }
        return matching;
    }

    private static boolean isExtendedForQuota(String name) {
        boolean isNative = !name.contains("/") || name.contains("kubernetes.io/");
        return name.startsWith(REQUESTS)
                && (!isNative || name.startsWith("requests.deviceclass.resource.kubernetes.io/"));
    }

    @Override
    public ResourceAmounts usage(JsonNode pod, Instant now) {
        var count = new TreeMap<String, Quantity>();
        count.put(COUNT, ObjectCount.ONE);
        if (!usesCompute(pod, now)) {
            return new ResourceAmounts(count);
        }
        return new ResourceAmounts(count).plus(compute(PodResources.requests(pod), PodResources.limits(pod)));
    }

    private static ResourceAmounts compute(ResourceAmounts requests, ResourceAmounts limits) {
        var usage = new TreeMap<String, Quantity>();
        usage.put("pods", ObjectCount.ONE);
        for (String name : new String[] {"cpu", "memory", "ephemeral-storage"}) {
            requests.get(name).ifPresent(amount -> {
                usage.put(name, amount);
                usage.put(REQUESTS + name, amount);
            });
            limits.get(name).ifPresent(amount -> usage.put(LIMITS + name, amount));
        }
        requests.byName().forEach((name, amount) -> {
            if (name.startsWith("hugepages-")) {
                usage.put(name, amount);
                usage.put(REQUESTS + name, amount);
            } else if (isExtended(name)) {
                usage.put(REQUESTS + name, amount);
            }
        });
        return new ResourceAmounts(usage);
    }

    private static boolean isExtended(String name) {
        if (name.startsWith("deviceclass.resource.kubernetes.io/")) {
            return true;
        }
        boolean isNative = !name.contains("/") || name.contains("kubernetes.io/");
        return !isNative
                && !name.startsWith(REQUESTS)
                && Names.qualifiedName(REQUESTS + name).isEmpty();
    }

    /** Finished pods, and those that should long be gone, are no burden any more. */
    private static boolean usesCompute(JsonNode pod, Instant now) {
        String phase = pod.path("status").path("phase").asText("");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return false;
        }
        JsonNode metadata = pod.path("metadata");
        if (!metadata.hasNonNull("deletionTimestamp") || !metadata.hasNonNull("deletionGracePeriodSeconds")) {
            return true;
        }
        try {
            Instant end = Instant.parse(metadata.path("deletionTimestamp").asText())
                    .plusSeconds(metadata.path("deletionGracePeriodSeconds").asLong());
            return !now.isAfter(end);
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    @Override
    public Optional<String> missing(Set<String> limited, JsonNode pod) {
        if (PodResources.hasPodLevel(pod)) {
            return Optional.empty();
        }
        var demanded = new TreeSet<>(limited);
        demanded.retainAll(DEMANDED);
        var containersByResource = new TreeMap<String, TreeSet<String>>();
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : pod.path("spec").path(list)) {
                JsonNode resources = container.path("resources");
                SortedSet<String> stated = compute(
                                ResourceAmounts.of(resources.path("requests")),
                                ResourceAmounts.of(resources.path("limits")))
                        .names();
                demanded.stream()
                        .filter(name -> !stated.contains(name))
                        .forEach(name -> containersByResource
                                .computeIfAbsent(name, key -> new TreeSet<>())
                                .add(container.path("name").asText()));
            }
        }
        if (containersByResource.isEmpty()) {
            return Optional.empty();
        }
        var parts = new TreeSet<String>();
        containersByResource.forEach((name, containers) -> parts.add(name + " for: " + String.join(",", containers)));
        return Optional.of("must specify " + String.join("; ", parts));
    }

    @Override
    public boolean matches(ScopeRequirement scope, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        return switch (scope.scope()) {
            case "Terminating" -> isTerminating(spec);
            case "NotTerminating" -> !isTerminating(spec);
            case "BestEffort" -> isBestEffort(spec);
            case "NotBestEffort" -> !isBestEffort(spec);
            case "PriorityClass" -> {
                String name = spec.path("priorityClassName").asText("");
                yield scope.matchesAny(name.isEmpty() ? Set.of() : Set.of(name));
            }
            case "CrossNamespacePodAffinity" -> crossesNamespaces(spec.path("affinity"));
            default -> false;
        };
    }

    private static boolean isTerminating(JsonNode spec) {
        return spec.hasNonNull("activeDeadlineSeconds")
                && spec.path("activeDeadlineSeconds").asLong() >= 0;
    }

    private static boolean isBestEffort(JsonNode spec) {
        if (asksForCompute(spec.path("resources"))) {
            return false;
        }
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                if (asksForCompute(container.path("resources"))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean asksForCompute(JsonNode resources) {
        ResourceAmounts all = ResourceAmounts.of(resources.path("requests"))
                .max(ResourceAmounts.of(resources.path("limits")))
                .withoutZeros();
        return all.get("cpu").isPresent() || all.get("memory").isPresent();
    }

    private static boolean crossesNamespaces(JsonNode affinity) {
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            JsonNode terms = affinity.path(kind);
            for (JsonNode term : terms.path("requiredDuringSchedulingIgnoredDuringExecution")) {
                if (crosses(term)) {
                    return true;
                }
            }
            for (JsonNode term : terms.path("preferredDuringSchedulingIgnoredDuringExecution")) {
                if (crosses(term.path("podAffinityTerm"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean crosses(JsonNode term) {
        return !term.path("namespaces").isEmpty() || term.hasNonNull("namespaceSelector");
    }
}
