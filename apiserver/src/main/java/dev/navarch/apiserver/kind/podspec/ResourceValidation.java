package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Field;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What containers and pods ask for, and the limits that they are held to. */
public final class ResourceValidation {

    private static final Set<String> COMPUTE = Set.of("cpu", "memory");

    private ResourceValidation() {}

    static void container(Field resources, PodSurroundings pod) {
        check(resources, ResourceNames::ofContainer, pod.options().hugePageFractions());
        ResourceClaims.ofContainer(resources.get("claims"), pod.claimNames());
    }

    static void pod(Field resources, PodSurroundings pod) {
        check(resources, ResourceNames::ofPod, pod.options().hugePageFractions());
        ResourceClaims.ofContainer(resources.get("claims"), pod.claimNames());
    }

    /** What a runtime needs on top; shown as limits, for upstream checks it as such. */
    public static void overhead(Field overhead, PodValidationOptions options) {
        for (Field entry : overhead.shownAt(overhead.path() + ".limits").entries()) {
            ResourceNames.ofContainer(entry);
            amount(entry);
            wholePages(entry, options.hugePageFractions());
        }
        hugePagesNeedCompute(overhead, List.of(overhead));
    }

    private static void check(Field resources, Consumer<Field> nameRule, boolean hugePageFractions) {
        Field limits = resources.get("limits");
        Field requests = resources.get("requests");
        for (Field limit : limits.entries()) {
            nameRule.accept(limit);
            amount(limit);
            wholePages(limit, hugePageFractions);
        }
        for (Field request : requests.entries()) {
            nameRule.accept(request);
            amount(request);
            againstLimit(request, requests, limits);
            wholePages(request, hugePageFractions);
        }
        hugePagesNeedCompute(resources, List.of(limits, requests));
    }

    private static void againstLimit(Field request, Field requests, Field limits) {
        String name = request.name();
        boolean overcommits = ResourceNames.mayOvercommit(name);
        Field limit = limits.key(name);
        if (!limit.isSet()) {
            if (!overcommits) {
                limits.required("Limit must be set for non overcommitable resources");
            }
            return;
        }
        int difference = request.quantity().compareTo(limit.quantity());
        if (difference != 0 && !overcommits) {
            requests.invalid(request.text(), "must be equal to " + name + " limit of " + limit.text());
        } else if (difference > 0) {
            requests.invalid(request.text(), "must be less than or equal to " + name + " limit of " + limit.text());
        }
    }

    private static void hugePagesNeedCompute(Field owner, List<Field> lists) {
        boolean compute = false;
        boolean pages = false;
        for (Field list : lists) {
            for (Field entry : list.entries()) {
                compute |= COMPUTE.contains(entry.name());
                pages |= ResourceNames.isHugePages(entry.name());
            }
        }
        if (pages && !compute) {
            owner.forbidden("HugePages require cpu or memory");
        }
    }

    /** Not negative, and whole where the resource is counted. */
    public static void amount(Field entry) {
        Quantity quantity = entry.quantity();
        if (quantity.signum() < 0) {
            entry.invalid("must be greater than or equal to 0");
        }
        if (ResourceNames.isInteger(entry.name()) && !isWhole(quantity)) {
            entry.invalid("must be an integer");
        }
    }

    private static boolean isWhole(Quantity quantity) {
        return quantity.value().remainder(BigDecimal.ONE).signum() == 0;
    }

    private static void wholePages(Field entry, boolean fractionsAllowed) {
        if (!fractionsAllowed && ResourceNames.isHugePages(entry.name()) && !isMultipleOfPage(entry)) {
            entry.invalid(entry.text() + " is not positive integer multiple of " + entry.name());
        }
    }

    private static boolean isMultipleOfPage(Field entry) {
        try {
            Quantity page = Quantity.parse(entry.name().substring("hugepages-".length()));
            return page.signum() > 0 && isWhole(page) && entry.quantity().longValue() % page.longValue() == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Complains of amounts of huge pages, anywhere in the specification, that are no multiple of their size. */
    static void hugePageFractions(Field spec) {
        for (Field container : PodValidationOptions.containers(spec)) {
            for (String list : List.of("limits", "requests")) {
                container.get("resources").get(list).entries().forEach(entry -> wholePages(entry, false));
            }
        }
        spec.get("overhead").entries().forEach(entry -> wholePages(entry, false));
    }
}
