package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with how a definition has its versions converted. */
final class ConversionRules {

    private static final String CLIENT = "spec.conversion.webhookClientConfig";
    private static final String REVIEWS = "spec.conversion.conversionReviewVersions";
    private static final String NOT_WEBHOOK = "should not be set when strategy is not set to Webhook";

    private final JsonNode conversion;
    private final List<FieldError> errors = new ArrayList<>();

    private ConversionRules(JsonNode conversion) {
        this.conversion = conversion;
    }

    static List<FieldError> validate(JsonNode conversion) {
        var rules = new ConversionRules(conversion);
        if (conversion.isObject()) {
            rules.validate();
        }
        return rules.errors;
    }

    private void validate() {
        String strategy = conversion.path("strategy").asText("");
        List<String> known = List.of("None", "Webhook");
        if (strategy.isEmpty()) {
            errors.add(FieldError.required("spec.conversion.strategy", ""));
        } else if (!known.contains(strategy)) {
            errors.add(FieldError.notSupported("spec.conversion.strategy", strategy, known));
        }
        JsonNode client = conversion.path("webhook").path("clientConfig");
        JsonNode reviews = conversion.path("webhook").path("conversionReviewVersions");
        if (strategy.equals("Webhook")) {
            client(client);
            reviews(reviews);
            return;
        }
        if (client.isObject()) {
            errors.add(FieldError.forbidden(CLIENT, NOT_WEBHOOK));
        }
        if (!reviews.isEmpty()) {
            errors.add(FieldError.forbidden(REVIEWS, NOT_WEBHOOK));
        }
    }

    private void client(JsonNode client) {
        if (!client.isObject()) {
            errors.add(FieldError.required(CLIENT, "required when strategy is set to Webhook"));
            return;
        }
        JsonNode service = client.path("service");
        if (client.hasNonNull("url") == service.isObject()) {
            errors.add(FieldError.required(CLIENT, "exactly one of url or service is required"));
        } else if (service.isObject()) {
            service(service);
        } else {
            url(client.path("url").asText(""));
        }
    }

    private void service(JsonNode service) {
        // Upstream takes the one for the other here, and clients see it.
        if (service.path("namespace").asText("").isEmpty()) {
            errors.add(FieldError.required(CLIENT + ".service.name", ""));
        }
        if (service.path("name").asText("").isEmpty()) {
            errors.add(FieldError.required(CLIENT + ".service.namespace", ""));
        }
        long port = service.path("port").asLong(443);
        if (!Names.portNumber(port).isEmpty()) {
            errors.add(FieldError.invalid(
                    CLIENT + ".service.port", port, "port is not valid: " + String.join(", ", Names.portNumber(port))));
        }
    }

    private void url(String url) {
        String form = "desired format: https://host[/path]";
        java.net.URI uri;
        try {
            uri = new java.net.URI(url);
        } catch (java.net.URISyntaxException e) {
            errors.add(
                    FieldError.required(CLIENT + ".url", "url must be a valid URL: " + e.getMessage() + "; " + form));
            return;
        }
        if (!"https".equals(uri.getScheme())) {
            errors.add(FieldError.invalid(
                    CLIENT + ".url",
                    uri.getScheme() == null ? "" : uri.getScheme(),
                    "'https' is the only allowed URL scheme; " + form));
        }
        if (uri.getRawAuthority() == null || uri.getRawAuthority().isEmpty()) {
            errors.add(FieldError.invalid(CLIENT + ".url", "", "host must be specified; " + form));
        }
        if (uri.getRawUserInfo() != null) {
            errors.add(FieldError.invalid(
                    CLIENT + ".url", uri.getRawUserInfo(), "user information is not permitted in the URL"));
        }
        if (uri.getRawFragment() != null) {
            errors.add(FieldError.invalid(
                    CLIENT + ".url", uri.getRawFragment(), "fragments are not permitted in the URL"));
        }
        if (uri.getRawQuery() != null) {
            errors.add(FieldError.invalid(
                    CLIENT + ".url", uri.getRawQuery(), "query parameters are not permitted in the URL"));
        }
    }

    private void reviews(JsonNode reviews) {
        if (reviews.isEmpty()) {
            errors.add(FieldError.required(REVIEWS, ""));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < reviews.size(); i++) {
            String version = reviews.get(i).asText("");
            String path = REVIEWS + "[" + i + "]";
            if (!seen.add(version)) {
                errors.add(FieldError.invalid(path, version, "duplicate version"));
            } else {
                Names.dns1035Label(version).forEach(wrong -> errors.add(FieldError.invalid(path, version, wrong)));
            }
        }
        if (!seen.contains("v1") && !seen.contains("v1beta1")) {
            errors.add(FieldError.invalid(REVIEWS, reviews, "must include at least one of v1, v1beta1"));
        }
    }
}
