package dev.navarch.apiserver.kind.resource;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Locale;
import java.util.Set;

/** Names of pools, attributes and taints, and the parameters that drivers are given. */
final class DeviceNames {

    private static final int MAX_POOL = 253;
    private static final int MAX_DOMAIN = 63;
    private static final int MAX_ID = 32;
    private static final Set<String> EFFECTS = Set.of("NoExecute", "NoSchedule", "None");

    private DeviceNames() {}

    static void pool(Place name) {
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        if (name.text().length() > MAX_POOL) {
            name.tooLong(MAX_POOL);
        }
        for (String part : name.text().split("/", -1)) {
            Names.dns1123Subdomain(part).forEach(problem -> name.invalid(part, problem));
        }
    }

    /** The name of an attribute or a capacity, with or without its driver's domain. */
    static void qualified(Place place, String name) {
        String[] parts = name.split("/", -1);
        if (parts.length == 1) {
            identifier(place, parts[0]);
        } else if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                place.invalid("", "the domain must not be empty");
            } else {
                domain(place, parts[0]);
            }
            if (parts[1].isEmpty()) {
                place.invalid("", "the name must not be empty");
            } else {
                identifier(place, parts[1]);
            }
        }
    }

    static void fullyQualified(Place place) {
        qualified(place, place.text());
        if (!place.text().contains("/")) {
            place.invalid("a fully qualified name must be a domain and a name separated by a slash");
        }
    }

    private static void domain(Place place, String domain) {
        if (domain.length() > MAX_DOMAIN) {
            place.tooLong(MAX_DOMAIN);
        }
        Names.dns1123Subdomain(domain.toLowerCase(Locale.ROOT)).forEach(problem -> place.invalid(domain, problem));
    }

    private static void identifier(Place place, String identifier) {
        if (identifier.length() > MAX_ID) {
            place.tooLong(MAX_ID);
        }
        Names.cIdentifier(identifier).forEach(problem -> place.invalid(identifier, problem));
    }

    /** Opaque data: an object, and not too large a one. */
    static void parameters(Place parameters, int max) {
        if (!parameters.isSet()) {
            parameters.required("");
        } else if (parameters.value().toString().length() > max) {
            parameters.tooLong(max);
        } else if (!parameters.value().isObject()) {
            parameters.invalid("<value omitted>", "must be a valid JSON object");
        }
    }

    static void taint(Place taint) {
        taint.get("key").form(Names::qualifiedName);
        if (!taint.get("value").isEmpty()) {
            taint.get("value").form(Names::labelValue);
        }
        taint.get("effect").requiredOneOf("", EFFECTS.stream().sorted().toArray(String[]::new));
    }

    static void toleration(Place toleration) {
        if (!toleration.get("key").isEmpty()) {
            toleration.get("key").form(Names::qualifiedName);
        }
        Place value = toleration.get("value");
        switch (toleration.get("operator").text()) {
            case "Exists" -> {
                if (!value.isEmpty()) {
                    value.invalid("must be empty for operator `Exists`");
                }
            }
            case "Equal" -> value.form(Names::labelValue);
            default -> toleration.get("operator").requiredOneOf("", "Equal", "Exists");
        }
        if (!toleration.get("effect").isEmpty()) {
            toleration.get("effect").oneOf(EFFECTS.stream().sorted().toArray(String[]::new));
        }
    }
}
