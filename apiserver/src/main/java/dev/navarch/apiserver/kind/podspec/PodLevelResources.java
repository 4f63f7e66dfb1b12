package dev.navarch.apiserver.kind.podspec;

import dev.navarch.apiserver.kind.fields.Field;

/** Resources of a pod as a whole, which those of its containers must fit into (KEP-2837). */
final class PodLevelResources {

    private PodLevelResources() {}

    static void check(Field spec, PodSurroundings pod) {
        Field resources = spec.get("resources");
        if (!resources.isSet()) {
            return;
        }
        if (pod.operatingSystem().equals("windows")) {
            resources.forbidden("may not be set for a windows pod");
            return;
        }
        if (resources.get("claims").isSet()) {
            resources.get("claims").forbidden("claims may not be set for Resources at pod-level");
        }
        ResourceValidation.pod(resources, pod);
        requests(spec, resources.get("requests"));
        hugePageLimits(spec, resources.get("limits"));
        containerLimits(spec, resources);
    }

    private static void requests(Field spec, Field requests) {
        AggregateResources.of(spec.value(), "requests").forEach((name, sum) -> {
            Field request = requests.key(name);
            if (request.isSet() && sum.compareTo(request.quantity()) > 0) {
                request.invalid("must be greater than or equal to aggregate container requests of " + sum);
            }
        });
    }

    private static void hugePageLimits(Field spec, Field limits) {
        AggregateResources.of(spec.value(), "limits").forEach((name, sum) -> {
            Field limit = limits.key(name);
            if (ResourceNames.isHugePages(name) && limit.isSet() && sum.compareTo(limit.quantity()) > 0) {
                limit.invalid("must be greater than or equal to aggregate container limits of " + sum);
            }
        });
    }

    private static void containerLimits(Field spec, Field resources) {
        int index = 0;
        for (Field container : spec.items("containers")) {
            for (Field limit : container.get("resources").get("limits").entries()) {
                Field podLimit = resources.get("limits").key(limit.name());
                if (podLimit.isSet() && limit.quantity().compareTo(podLimit.quantity()) > 0) {
                    limit.shownAt(resources.path() + ".containers[" + index + "][" + limit.name() + "].limits")
                            .invalid("must be less than or equal to pod limits of " + podLimit.text());
                }
            }
            index++;
        }
    }
}
