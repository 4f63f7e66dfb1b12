package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.json.Json;
import java.util.List;
import java.util.Optional;

/** Reads definitions that were stored as {@code v1beta1}, where what versions share is said once, in the spec. */
final class BetaConverter implements ObjectConverter {

    private static final String V1 = "apiextensions.k8s.io/v1";
    private static final String BETA = "apiextensions.k8s.io/v1beta1";

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        String from = object.path("apiVersion").asText("");
        if (from.equals(apiVersion)) {
            return Optional.of(object);
        }
        return from.equals(BETA) && apiVersion.equals(V1) ? Optional.of(upgrade(object)) : Optional.empty();
    }

    private static ObjectNode upgrade(ObjectNode beta) {
        ObjectNode object = beta.deepCopy();
        object.put("apiVersion", V1);
        if (object.path("spec") instanceof ObjectNode spec) {
            versions(spec);
            conversion(spec);
            if (!spec.path("preserveUnknownFields").asBoolean(true)) {
                spec.remove("preserveUnknownFields"); // shown by v1 only when set
            }
            spec.remove(
                    List.of("version", "validation", "subresources", "additionalPrinterColumns", "selectableFields"));
        }
        return object;
    }

    private static void versions(ObjectNode spec) {
        ArrayNode versions = spec.path("versions") instanceof ArrayNode known ? known : spec.putArray("versions");
        if (versions.isEmpty()) {
            versions.addObject()
                    .put("name", spec.path("version").asText(""))
                    .put("served", true)
                    .put("storage", true);
        }
        for (JsonNode each : versions) {
            if (each instanceof ObjectNode version) {
                share(spec, "validation", version, "schema");
                share(spec, "subresources", version, "subresources");
                share(spec, "additionalPrinterColumns", version, "additionalPrinterColumns");
                share(spec, "selectableFields", version, "selectableFields");
                columns(version);
            }
        }
    }

    private static void share(ObjectNode spec, String from, ObjectNode version, String to) {
        JsonNode shared = spec.get(from);
        if (shared != null && !version.has(to)) {
            version.set(to, shared.deepCopy());
        }
    }

    private static void columns(ObjectNode version) {
        for (JsonNode each : version.path("additionalPrinterColumns")) {
            if (each instanceof ObjectNode column && column.has("JSONPath")) {
                column.set("jsonPath", column.remove("JSONPath"));
            }
        }
    }

    private static void conversion(ObjectNode spec) {
        if (!(spec.path("conversion") instanceof ObjectNode conversion)) {
            return;
        }
        ObjectNode webhook = Json.object();
        JsonNode client = conversion.remove("webhookClientConfig");
        JsonNode reviews = conversion.remove("conversionReviewVersions");
        if (client != null && client.isObject()) {
            webhook.set("clientConfig", client);
        }
        if (reviews != null && !reviews.isEmpty()) {
            webhook.set("conversionReviewVersions", reviews);
        }
        if (!webhook.isEmpty()) {
            conversion.set("webhook", webhook);
        }
    }
}
