package dev.navarch.apiserver.kind.core.limitrange;

import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.Quantity;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.ResourceNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of a LimitRange. */
public final class LimitRangeRules {

    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

    private LimitRangeRules() {}

    public static void created(Place limitRange) {
        Set<String> types = new HashSet<>();
        for (Field limit : Field.of(limitRange.get("spec", "limits")).items()) {
            Field type = limit.get("type");
            type(type);
            if (!types.add(type.text())) {
                type.duplicate();
            }
            new Limit(limit).check();
        }
    }

    private static void type(Field type) {
        List<String> problems = Names.qualifiedName(type.text());
        type.invalid(problems);
        if (problems.isEmpty() && !type.text().contains("/") && !TYPES.contains(type.text())) {
            type.invalid("must be a standard limit type or fully qualified");
        }
    }

    /** The bounds for one type of object. */
    private record Limit(Field limit) {

        void check() {
            Set<String> names = new TreeSet<>();
            names("max", names);
            names("min", names);
            if (limit.get("type").is("Pod")) {
                for (String list : List.of("default", "defaultRequest")) {
                    if (limit.get(list).size() > 0) {
                        limit.get(list).forbidden("may not be specified when `type` is 'Pod'");
                    }
                }
            } else {
                names("default", names);
                names("defaultRequest", names);
            }
            boolean bounded = limit.get("min").key("storage").isSet()
                    || limit.get("max").key("storage").isSet();
            if (limit.get("type").is("PersistentVolumeClaim") && !bounded) {
                limit.get("limits")
                        .required("either minimum or maximum storage value is required, but neither was provided");
            }
            names("maxLimitRequestRatio", names);
            names.forEach(this::order);
        }

        private void names(String list, Set<String> names) {
            boolean ofContainers =
                    limit.get("type").is("Pod") || limit.get("type").is("Container");
            for (Field entry : limit.get(list).entries()) {
                if (ofContainers) {
                    ResourceNames.ofContainer(entry);
                } else {
                    ResourceNames.qualified(entry);
                }
                names.add(entry.name());
            }
        }

        private void order(String name) {
            Field min = limit.get("min").key(name);
            Field max = limit.get("max").key(name);
            boolean isPod = limit.get("type").is("Pod");
            Field normal = isPod ? nothing() : limit.get("default").key(name);
            Field request = isPod ? nothing() : limit.get("defaultRequest").key(name);
            ascending(min, "min value", max, "max value", min, min);
            ascending(min, "min value", request, "default request value", request, request);
            ascending(request, "default request value", max, "max value", request, request);
            ascending(request, "default request value", normal, "default limit value", request, request);
            ascending(min, "min value", normal, "default value", normal, min);
            ascending(normal, "default value", max, "max value", normal, max);
            ratio(limit.get("maxLimitRequestRatio").key(name), min, max);
            boolean differ =
                    normal.isSet() && request.isSet() && normal.quantity().compareTo(request.quantity()) != 0;
            if (differ && !ResourceNames.mayOvercommit(name)) {
                request.invalid("default value " + normal.text() + " must equal to defaultRequest value "
                        + request.text() + " in " + name);
            }
        }

        private Field nothing() {
            return Field.at(null, limit.path(), limit.errors());
        }

        private static void ascending(Field low, String lowName, Field high, String highName, Field at, Field shown) {
            if (low.isSet() && high.isSet() && low.quantity().compareTo(high.quantity()) > 0) {
                at.invalid(
                        shown.text(), lowName + " " + low.text() + " is greater than " + highName + " " + high.text());
            }
        }

        private static void ratio(Field ratio, Field min, Field max) {
            if (!ratio.isSet()) {
                return;
            }
            Quantity value = ratio.quantity();
            if (value.compareTo(Quantity.of(1)) < 0) {
                ratio.invalid("ratio " + ratio.text() + " is less than 1");
            }
            if (!min.isSet() || !max.isSet()) {
                return;
            }
            double most = max.quantity().value().doubleValue()
                    / min.quantity().value().doubleValue();
            if (value.value().doubleValue() > most) {
                ratio.invalid("ratio " + ratio.text() + " is greater than max/min = "
                        + String.format(Locale.ROOT, "%f", most));
            }
        }
    }
}
