package dev.navarch.apiserver.kind.admissionregistration;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of webhook configurations. */
final class WebhookRules {

    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int MAX_TIMEOUT = 30;
    private static final String FORM = "; desired format: https://host[/path]";

    /** What an old configuration does not keep to, and its updates need not either. */
    private record Tolerance(
            boolean conditions, boolean sideEffects, boolean reviewVersions, boolean names, boolean selectors) {

        static final Tolerance NONE = new Tolerance(false, false, false, false, false);

        static Tolerance of(Place configuration, Place old) {
            List<Place> hooks = old.get("webhooks").items();
            Set<String> names = new HashSet<>();
            return new Tolerance(
                    sameConditions(configuration.get("webhooks"), old.get("webhooks")),
                    !hooks.stream().allMatch(hook -> hook.get("sideEffects").is("None", "NoneOnDryRun")),
                    !hooks.stream()
                            .map(hook -> hook.get("admissionReviewVersions"))
                            .allMatch(versions -> versions.isEmpty() || hasAccepted(versions)),
                    !hooks.stream().allMatch(hook -> names.add(hook.get("name").text())),
                    hooks.stream()
                            .anyMatch(hook ->
                                    isWrong(hook.get("namespaceSelector")) || isWrong(hook.get("objectSelector"))));
        }

        private static boolean sameConditions(Place hooks, Place old) {
            boolean same = hooks.size() == old.size();
            for (int i = 0; same && i < hooks.size(); i++) {
                same = hooks.index(i).get("matchConditions").sameAs(old.index(i).get("matchConditions"));
            }
            return same;
        }

        private static boolean isWrong(Place selector) {
            return !selector.found(place -> LabelSelectorRules.validate(place)).isEmpty();
        }
    }

    private WebhookRules() {}

    static void created(Place configuration, boolean mutates) {
        check(configuration, mutates, Tolerance.NONE);
    }

    static void changed(Place configuration, Place old, boolean mutates) {
        check(configuration, mutates, Tolerance.of(configuration, old));
    }

    private static boolean hasAccepted(Place versions) {
        return versions.texts().stream().anyMatch(REVIEW_VERSIONS::contains);
    }

    private static void check(Place configuration, boolean mutates, Tolerance tolerance) {
        Set<String> names = new HashSet<>();
        for (Place hook : configuration.get("webhooks").items()) {
            hook(hook, mutates, tolerance);
            reviewVersions(hook.get("admissionReviewVersions"), tolerance);
            Place name = hook.get("name");
            if (!tolerance.names() && !name.isEmpty() && !names.add(name.text())) {
                name.duplicate();
            }
        }
    }

    private static void hook(Place hook, boolean mutates, Tolerance tolerance) {
        name(hook.get("name"));
        hook.get("rules").items().forEach(AdmissionRules::rule);
        AdmissionRules.failurePolicy(hook.get("failurePolicy"));
        AdmissionRules.matchPolicy(hook.get("matchPolicy"));
        sideEffects(hook.get("sideEffects"), tolerance);
        Place timeout = hook.get("timeoutSeconds");
        if (timeout.isSet() && (timeout.number() > MAX_TIMEOUT || timeout.number() < 1)) {
            timeout.invalid("the timeout value must be between 1 and 30 seconds");
        }
        LabelSelectorRules.validate(hook.get("namespaceSelector"), tolerance.selectors());
        LabelSelectorRules.validate(hook.get("objectSelector"), tolerance.selectors());
        if (mutates && hook.get("reinvocationPolicy").isSet()) {
            hook.get("reinvocationPolicy").oneOf("IfNeeded", "Never");
        }
        client(hook.get("clientConfig"));
        if (!tolerance.conditions()) {
            AdmissionRules.conditions(hook.get("matchConditions"));
        }
    }

    private static void name(Place name) {
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        List<String> problems = Names.dns1123Subdomain(name.text());
        if (!problems.isEmpty()) {
            name.invalid(String.join(",", problems));
        } else if (name.text().split("\\.", -1).length < 3) {
            name.invalid("should be a domain with at least three segments separated by dots");
        }
    }

    private static void sideEffects(Place effects, Tolerance tolerance) {
        String[] allowed = tolerance.sideEffects()
                ? new String[] {"None", "NoneOnDryRun", "Some", "Unknown"}
                : new String[] {"None", "NoneOnDryRun"};
        if (!effects.isSet()) {
            effects.required("must specify one of " + String.join(", ", allowed));
        } else {
            effects.oneOf(allowed);
        }
    }

    private static void reviewVersions(Place versions, Tolerance tolerance) {
        if (versions.isEmpty()) {
            versions.required("must specify one of v1, v1beta1");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Place version : versions.items()) {
            if (!seen.add(version.text())) {
                version.invalid("duplicate version");
            } else {
                version.form(Names::dns1035Label);
            }
        }
        if (!tolerance.reviewVersions() && !hasAccepted(versions)) {
            versions.invalid("must include at least one of v1, v1beta1");
        }
    }

    private static void client(Place client) {
        Place url = client.get("url");
        Place service = client.get("service");
        if (url.isSet() == service.isSet()) {
            client.required("exactly one of url or service is required");
        } else if (url.isSet()) {
            url(url);
        } else {
            service(service);
        }
    }

    private static void url(Place url) {
        URI uri;
        try {
            uri = new URI(url.text());
        } catch (URISyntaxException e) {
            url.required("url must be a valid URL: parse \"" + url.text() + "\": " + e.getReason() + FORM);
            return;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equals("https")) {
            url.invalid(scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        if (authority.substring(at + 1).isEmpty()) {
            url.invalid("", "host must be specified" + FORM);
        }
        if (at >= 0) {
            url.invalid(authority.substring(0, at), "user information is not permitted in the URL");
        }
        if (uri.getFragment() != null && !uri.getFragment().isEmpty()) {
            url.invalid(uri.getFragment(), "fragments are not permitted in the URL");
        }
        if (uri.getRawQuery() != null && !uri.getRawQuery().isEmpty()) {
            url.invalid(uri.getRawQuery(), "query parameters are not permitted in the URL");
        }
    }

    private static void service(Place service) {
        // Upstream mixes the two up, and clients see it.
        if (service.get("namespace").isEmpty()) {
            service.get("name").required("");
        }
        if (service.get("name").isEmpty()) {
            service.get("namespace").required("");
        }
        Place port = service.get("port");
        List<String> problems = Names.portNumber(port.number());
        if (!problems.isEmpty()) {
            port.invalid("port is not valid: " + String.join(", ", problems));
        }
        if (service.get("path").isSet()) {
            path(service.get("path"));
        }
    }

    private static void path(Place path) {
        String text = path.text();
        if (text.isEmpty() || text.equals("/")) {
            return;
        }
        if (text.equals("//")) {
            path.invalid("segment[0] may not be empty");
            return;
        }
        if (!text.startsWith("/")) {
            path.invalid("must start with a '/'");
        }
        String rest = text.substring(1);
        String[] steps = (rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            String segment = "segment[" + i + "]";
            if (steps[i].isEmpty()) {
                path.invalid(segment + " may not be empty");
            } else {
                Names.dns1123Subdomain(steps[i]).forEach(problem -> path.invalid(segment + ": " + problem));
            }
        }
    }
}
