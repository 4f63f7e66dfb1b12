package dev.navarch.apiserver.kind.resource;

import dev.navarch.apiserver.kind.fields.CsiDriverName;
import dev.navarch.apiserver.kind.fields.Lists;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.ResourceNames;

/** What must hold of DeviceClasses, and of the selectors and configurations that claims have as well. */
final class DeviceClassRules {

    private static final int MAX_SELECTORS = 32;
    private static final int MAX_CONFIGURATIONS = 32;
    private static final int MAX_EXPRESSION = 10 * 1024;
    private static final int MAX_PARAMETERS = 10 * 1024;

    private DeviceClassRules() {}

    static void created(Place deviceClass) {
        Place spec = deviceClass.get("spec");
        selectors(spec.get("selectors"));
        Lists.atMost(spec.get("config"), MAX_CONFIGURATIONS, DeviceClassRules::configuration);
        Place extended = spec.get("extendedResourceName");
        if (extended.isSet() && !ResourceNames.isExtended(extended.text())) {
            extended.invalid("must be a valid extended resource name");
        }
    }

    static void selectors(Place selectors) {
        Lists.atMost(selectors, MAX_SELECTORS, selector -> {
            Place cel = selector.get("cel");
            if (!cel.isSet()) {
                cel.required("");
            } else if (cel.get("expression").text().length() > MAX_EXPRESSION) {
                cel.get("expression").tooLong(MAX_EXPRESSION);
            }
        });
    }

    static void configuration(Place configuration) {
        Place opaque = configuration.get("opaque");
        if (!opaque.isSet()) {
            opaque.required("");
            return;
        }
        CsiDriverName.check(opaque.get("driver"));
        DeviceNames.parameters(opaque.get("parameters"), MAX_PARAMETERS);
    }
}
