package dev.navarch.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * What a pod asks for altogether: its containers run side by side, init containers one after the other before them with
 * the sidecars that started so far (KEP-753); amounts at pod level override those of cpu, memory and huge pages.
 */
public final class PodResources {

    private final JsonNode pod;
    private final String field;
    private final boolean useStatus;

    private PodResources(JsonNode pod, String field, boolean useStatus) {
        this.pod = pod;
        this.field = field;
        this.useStatus = useStatus;
    }

    /** What its spec requests, without overhead. */
    public static ResourceAmounts specRequests(JsonNode pod) {
        return new PodResources(pod, "requests", false).total();
    }

    /** The limits of its spec, without overhead. */
    public static ResourceAmounts specLimits(JsonNode pod) {
        return new PodResources(pod, "limits", false).total();
    }

    /** What it requests or still holds after a resize, with overhead. */
    public static ResourceAmounts requests(JsonNode pod) {
        return new PodResources(pod, "requests", true)
                .total()
                .plus(ResourceAmounts.of(pod.path("spec").path("overhead")));
    }

    /** As {@link #requests}, with overhead where there is a limit. */
    public static ResourceAmounts limits(JsonNode pod) {
        ResourceAmounts limits = new PodResources(pod, "limits", true).total();
        ResourceAmounts overhead = ResourceAmounts.of(pod.path("spec").path("overhead"));
        return limits.plus(overhead.only(limits.withoutZeros().names()));
    }

    /** Whether amounts are given for the pod as a whole. */
    public static boolean hasPodLevel(JsonNode pod) {
        JsonNode resources = pod.path("spec").path("resources");
        return !podLevel(resources.path("requests")).isEmpty()
                || !podLevel(resources.path("limits")).isEmpty();
    }

    private static ResourceAmounts podLevel(JsonNode list) {
        ResourceAmounts amounts = ResourceAmounts.of(list);
        List<String> supported = amounts.names().stream()
                .filter(name -> name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-"))
                .toList();
        return amounts.only(supported);
    }

    private ResourceAmounts total() {
        JsonNode spec = pod.path("spec");
        ResourceAmounts sum = ResourceAmounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            sum = sum.plus(effective(container, "containerStatuses"));
        }
        ResourceAmounts sidecars = ResourceAmounts.NONE;
        ResourceAmounts initial = ResourceAmounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            boolean sidecar = container.path("restartPolicy").asText("").equals("Always");
            ResourceAmounts own = sidecar
                    ? effective(container, "initContainerStatuses")
                    : ResourceAmounts.of(container.path("resources").path(field));
            if (sidecar) {
                sum = sum.plus(own);
                sidecars = sidecars.plus(own);
                initial = initial.max(sidecars);
            } else {
                initial = initial.max(own.plus(sidecars));
            }
        }
        return sum.max(initial).with(podLevel(spec.path("resources").path(field)));
    }

    private ResourceAmounts effective(JsonNode container, String statuses) {
        ResourceAmounts spec = ResourceAmounts.of(container.path("resources").path(field));
        JsonNode status = useStatus ? statusOf(container, statuses) : MissingNode.getInstance();
        if (!status.path("resources").isObject()) {
            return spec;
        }
        ResourceAmounts actual = ResourceAmounts.of(status.path("resources").path(field));
        ResourceAmounts held =
                field.equals("requests") ? actual.max(ResourceAmounts.of(status.path("allocatedResources"))) : actual;
        return isResizeInfeasible() ? held : spec.max(held);
    }

    private JsonNode statusOf(JsonNode container, String statuses) {
        for (JsonNode status : pod.path("status").path(statuses)) {
            if (status.path("name").equals(container.path("name"))) {
                return status;
            }
        }
        return MissingNode.getInstance();
    }

    private boolean isResizeInfeasible() {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals("PodResizePending")) {
                return condition.path("reason").asText("").equals("Infeasible");
            }
        }
        return false;
    }
}
