package dev.navarch.apiserver.kind.apiregistration;

import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Place;
import java.util.Base64;
import java.util.List;

/** What must hold of APIServices. */
final class ApiServiceRules {

    private static final int MAX_GROUP_PRIORITY = 20_000;
    private static final int MAX_VERSION_PRIORITY = 1000;

    private ApiServiceRules() {}

    static void check(Place apiService) {
        Place spec = apiService.get("spec");
        Place group = spec.get("group");
        Place version = spec.get("version");
        Place name = apiService.get("metadata", "name");
        String required = version.text() + "." + group.text();
        if (Names.pathSegmentName(name.text()).isEmpty() && !name.is(required)) {
            name.invalid("must be `spec.version+\".\"+spec.group`: " + FieldValue.quote(required));
        }
        if (group.isEmpty() && !version.is("v1")) {
            group.required("only v1 may have an empty group and it better be legacy kube");
        }
        if (!group.isEmpty()) {
            group.form(Names::dns1123Subdomain);
        }
        version.form(Names::dns1035Label);
        priority(spec.get("groupPriorityMinimum"), MAX_GROUP_PRIORITY);
        priority(spec.get("versionPriority"), MAX_VERSION_PRIORITY);
        if (spec.get("service").isSet()) {
            remote(spec);
        } else {
            local(spec);
        }
    }

    private static void priority(Place priority, int max) {
        if (priority.number() <= 0 || priority.number() > max) {
            priority.invalid("must be positive and less than " + max);
        }
    }

    private static void local(Place spec) {
        Place bundle = spec.get("caBundle");
        if (!bundle.isEmpty()) {
            int size = Base64.getDecoder().decode(bundle.text()).length;
            bundle.invalid(size + " bytes", "local APIServices may not have a caBundle");
        }
        if (spec.get("insecureSkipTLSVerify").isTrue()) {
            spec.get("insecureSkipTLSVerify").invalid("local APIServices may not have insecureSkipTLSVerify");
        }
    }

    private static void remote(Place spec) {
        Place service = spec.get("service");
        for (String field : List.of("namespace", "name")) {
            if (service.get(field).isEmpty()) {
                service.get(field).required("");
            }
        }
        Place port = service.get("port");
        List<String> problems = Names.portNumber(port.number());
        if (!problems.isEmpty()) {
            port.invalid("port is not valid: " + String.join(", ", problems));
        }
        if (spec.get("insecureSkipTLSVerify").isTrue() && !spec.get("caBundle").isEmpty()) {
            spec.get("insecureSkipTLSVerify").invalid("may not be true if caBundle is present");
        }
    }

    static void status(Place apiService) {
        for (Place condition : apiService.get("status", "conditions").items()) {
            condition.get("status").oneOf("True", "False", "Unknown");
        }
    }
}
