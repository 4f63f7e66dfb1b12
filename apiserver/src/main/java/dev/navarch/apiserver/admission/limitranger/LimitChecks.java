package dev.navarch.apiserver.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.Quantity;
import dev.navarch.api.quota.PodResources;
import dev.navarch.api.quota.ResourceAmounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Compares what is asked for with one item of a LimitRange; problems are upstream's texts. */
final class LimitChecks {

    private LimitChecks() {}

    static void checkPod(JsonNode limit, JsonNode pod, Set<String> problems) {
        switch (limit.path("type").asText("")) {
            case "Container" -> {
                for (String list : new String[] {"containers", "initContainers"}) {
                    for (JsonNode container : pod.path("spec").path(list)) {
                        JsonNode resources = container.path("resources");
                        check(
                                limit,
                                ResourceAmounts.of(resources.path("requests")),
                                ResourceAmounts.of(resources.path("limits")),
                                problems);
                    }
                }
            }
            case "Pod" -> check(limit, PodResources.specRequests(pod), PodResources.specLimits(pod), problems);
            default -> {}
        }
    }

    static void checkClaim(JsonNode limit, JsonNode claim, Set<String> problems) {
        String type = "PersistentVolumeClaim";
        if (!limit.path("type").asText("").equals(type)) {
            return;
        }
        ResourceAmounts requests =
                ResourceAmounts.of(claim.path("spec").path("resources").path("requests"));
        ResourceAmounts.of(limit.path("min"))
                .byName()
                .forEach((name, bound) -> checkMin(type, name, bound, requests.get(name), Optional.empty(), problems));
        ResourceAmounts.of(limit.path("max")).byName().forEach((name, bound) -> {
            Optional<Quantity> request = requests.get(name);
            String text = "maximum " + name + " usage per " + type + " is " + bound;
            if (request.isEmpty()) {
                problems.add(text + ".  No request is specified");
            } else if (request.get().compareTo(bound) > 0) {
                problems.add(text + ", but request is " + request.get());
            }
        });
    }

    private static void check(JsonNode limit, ResourceAmounts requests, ResourceAmounts limits, Set<String> problems) {
        String type = limit.path("type").asText();
        ResourceAmounts.of(limit.path("min"))
                .byName()
                .forEach((name, bound) -> checkMin(type, name, bound, requests.get(name), limits.get(name), problems));
        ResourceAmounts.of(limit.path("max"))
                .byName()
                .forEach((name, bound) -> checkMax(type, name, bound, requests.get(name), limits.get(name), problems));
        ResourceAmounts.of(limit.path("maxLimitRequestRatio"))
                .byName()
                .forEach(
                        (name, bound) -> checkRatio(type, name, bound, requests.get(name), limits.get(name), problems));
    }

    private static void checkMin(
            String type,
            String name,
            Quantity bound,
            Optional<Quantity> request,
            Optional<Quantity> limit,
            Set<String> problems) {
        String text = "minimum " + name + " usage per " + type + " is " + bound;
        if (request.isEmpty()) {
            problems.add(text + ".  No request is specified");
        } else if (request.get().compareTo(bound) < 0) {
            problems.add(text + ", but request is " + request.get());
        } else if (limit.isPresent() && limit.get().compareTo(bound) < 0) {
            problems.add(text + ", but limit is " + limit.get());
        }
    }

    private static void checkMax(
            String type,
            String name,
            Quantity bound,
            Optional<Quantity> request,
            Optional<Quantity> limit,
            Set<String> problems) {
        String text = "maximum " + name + " usage per " + type + " is " + bound;
        if (limit.isEmpty()) {
            problems.add(text + ".  No limit is specified");
        } else if (limit.get().compareTo(bound) > 0) {
            problems.add(text + ", but limit is " + limit.get());
        } else if (request.isPresent() && request.get().compareTo(bound) > 0) {
            problems.add(text + ", but request is " + request.get());
        }
    }

    private static void checkRatio(
            String type,
            String name,
            Quantity bound,
            Optional<Quantity> request,
            Optional<Quantity> limit,
            Set<String> problems) {
        String text = name + " max limit to request ratio per " + type + " is " + bound;
        if (request.isEmpty() || request.get().signum() == 0) {
            problems.add(text + ", but no request is specified or request is 0");
        } else if (limit.isEmpty() || limit.get().signum() == 0) {
            problems.add(text + ", but no limit is specified or limit is 0");
        } else {
            BigDecimal ratio = limit.get().value().divide(request.get().value(), MathContext.DECIMAL64);
            if (ratio.compareTo(bound.value()) > 0) {
                problems.add(text + ", but provided ratio is " + String.format(Locale.ROOT, "%f", ratio));
            }
        }
    }
}
