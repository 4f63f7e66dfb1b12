package dev.navarch.apiserver.kind.admissionregistration;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.DescribedStrategy;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.StatusPart;
import java.util.List;

/** The kinds of {@code admissionregistration.k8s.io}. */
public final class AdmissionKinds {

    private static final String STATIC_SUFFIX = ".static.k8s.io";

    private AdmissionKinds() {}

    public static void register(KindStrategies strategies) {
        for (String type : List.of("mutating", "validating")) {
            boolean mutates = type.equals("mutating");
            add(
                    strategies,
                    type + "webhookconfigurations",
                    configuration()
                            .defaults(AdmissionDefaults::webhooks)
                            .rules(object -> WebhookRules.created(object, mutates))
                            .updateRules((object, old) -> WebhookRules.changed(object, old, mutates)));
            add(
                    strategies,
                    type + "admissionpolicies",
                    configuration()
                            .defaults(AdmissionDefaults::policy)
                            .rules(object -> PolicyRules.created(object, mutates))
                            .updateRules((object, old) -> PolicyRules.changed(object, old, mutates))
                            .part("status", StatusPart.keepingMetadata((object, old) -> PolicyRules.status(object))));
            add(
                    strategies,
                    type + "admissionpolicybindings",
                    configuration()
                            .defaults(AdmissionDefaults::binding)
                            .rules(object -> BindingRules.check(object, mutates)));
        }
    }

    private static DescribedStrategy.Builder configuration() {
        return kind().counted().conditionalUpdateOnly().warnings((object, old) -> warnings(object));
    }

    private static List<String> warnings(ObjectNode object) {
        return ObjectMeta.name(object).endsWith(STATIC_SUFFIX)
                ? List.of("metadata.name: names ending with \"" + STATIC_SUFFIX + "\" are reserved for static"
                        + " manifest-based configurations and cannot be managed via the API")
                : List.of();
    }

    private static void add(KindStrategies strategies, String resource, DescribedStrategy.Builder kind) {
        strategies.put(new GroupResource("admissionregistration.k8s.io", resource), kind.build());
    }
}
