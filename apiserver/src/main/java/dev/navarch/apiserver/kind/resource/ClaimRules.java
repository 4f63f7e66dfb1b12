package dev.navarch.apiserver.kind.resource;

import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMetaValidation;
import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Set;

/** What must hold of ResourceClaims and of templates of them. */
final class ClaimRules {

    private static final int MAX_REQUESTS = 32;
    private static final int MAX_ALTERNATIVES = 8;
    private static final int MAX_CONSTRAINTS = 32;
    private static final int MAX_CONFIGURATIONS = 32;
    private static final Set<String> TEMPLATE_METADATA = Set.of("annotations", "labels");

    private ClaimRules() {}

    static void created(Place claim) {
        devices(claim.get("spec", "devices"));
    }

    static void changed(Place claim, Place old) {
        claim.get("spec").immutable(old.get("spec"));
    }

    static void templateCreated(Place template) {
        Place spec = template.get("spec");
        Place metadata = spec.get("metadata");
        Place annotations = metadata.get("annotations");
        metadata.add(ObjectMetaValidation.validateAnnotations(annotations.map(), annotations.path()));
        Place labels = metadata.get("labels");
        metadata.add(ObjectMetaValidation.validateLabels(labels.map(), labels.path()));
        for (String field : metadata.keys()) {
            if (!TEMPLATE_METADATA.contains(field)) {
                metadata.get(field).forbidden("cannot be set");
            }
        }
        devices(spec.get("spec", "devices"));
    }

    static void templateChanged(Place template, Place old) {
        templateCreated(template);
        template.get("spec").immutable(old.get("spec"));
    }

    private static void devices(Place devices) {
        RequestNames names = RequestNames.of(devices);
        Lists.unique(
                devices.get("requests"),
                MAX_REQUESTS,
                request -> request.get("name").text(),
                ClaimRules::request);
        Lists.atMost(devices.get("constraints"), MAX_CONSTRAINTS, constraint -> constraint(constraint, names));
        Lists.atMost(devices.get("config"), MAX_CONFIGURATIONS, configuration -> {
            references(configuration.get("requests"), names);
            DeviceClassRules.configuration(configuration);
        });
    }

    static void references(Place references, RequestNames names) {
        Lists.unique(references, MAX_REQUESTS, Place::text, names::check);
    }

    private static void request(Place request) {
        request.get("name").form(Names::dns1123Label);
        Place exactly = request.get("exactly");
        Place alternatives = request.get("firstAvailable");
        if (!exactly.isSet() && alternatives.isEmpty()) {
            request.required("exactly one of `exactly` or `firstAvailable` is required");
        } else if (exactly.isSet() && !alternatives.isEmpty()) {
            request.invalid(
                    null, "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
        } else if (exactly.isSet()) {
            wanted(exactly);
        } else {
            Lists.unique(alternatives, MAX_ALTERNATIVES, one -> one.get("name").text(), one -> {
                one.get("name").form(Names::dns1123Label);
                wanted(one);
            });
        }
    }

    private static void wanted(Place request) {
        request.get("deviceClassName").requiredForm("", Names::dns1123Subdomain);
        DeviceClassRules.selectors(request.get("selectors"));
        Place count = request.get("count");
        switch (request.get("allocationMode").text()) {
            case "All" -> {
                if (count.number() != 0) {
                    count.invalid("must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> {
                if (count.number() <= 0) {
                    count.invalid("must be greater than zero");
                }
            }
            default -> request.get("allocationMode").notSupported("All", "ExactCount");
        }
        request.get("tolerations").items().forEach(DeviceNames::toleration);
    }

    private static void constraint(Place constraint, RequestNames names) {
        references(constraint.get("requests"), names);
        if (constraint.get("matchAttribute").isSet()) {
            DeviceNames.fullyQualified(constraint.get("matchAttribute"));
        } else if (constraint.get("distinctAttribute").isSet()) {
            DeviceNames.fullyQualified(constraint.get("distinctAttribute"));
        } else {
            constraint.required("exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
                    + " fields are set");
        }
    }
}
