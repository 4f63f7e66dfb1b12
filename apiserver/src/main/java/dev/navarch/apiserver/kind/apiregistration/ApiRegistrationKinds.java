package dev.navarch.apiserver.kind.apiregistration;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.Timestamps;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ObjectNames;

/** The kinds of {@code apiregistration.k8s.io}. */
public final class ApiRegistrationKinds {

    private ApiRegistrationKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("apiregistration.k8s.io", "apiservices"),
                kind().names(ObjectNames::pathSegment)
                        .defaults(ApiRegistrationKinds::defaultPort)
                        .onCreate(ApiRegistrationKinds::beAvailable)
                        .rules(ApiServiceRules::check)
                        .statusRules((service, old) -> ApiServiceRules.status(service))
                        .build());
    }

    private static void defaultPort(ObjectNode apiService) {
        ObjectNode service = Fields.object(Fields.object(apiService, "spec"), "service");
        if (service != null) {
            Fields.defaultNumber(service, "port", 443);
        }
    }

    private static void beAvailable(ObjectNode apiService) {
        if (Fields.isSet(apiService.get("spec"), "service")) {
            return;
        }
        Fields.objectOrNew(apiService, "status")
                .putArray("conditions")
                .addObject()
                .put("type", "Available")
                .put("status", "True")
                .put("lastTransitionTime", Timestamps.now())
                .put("reason", "Local")
                .put("message", "Local APIServices are always available");
    }
}
