package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.schema.Pruner;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.crds.definition.Definition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Between the versions of a definition, which differ in {@code apiVersion} and in the fields that their schemas know. */
final class VersionConverter implements ObjectConverter {

    private final Map<String, StructuralSchema> versions;

    private VersionConverter(Map<String, StructuralSchema> versions) {
        this.versions = versions;
    }

    static ObjectConverter of(
            Definition definition, Function<Definition.Version, StructuralSchema> schemas, WebhookClient webhooks) {
        Map<String, StructuralSchema> versions = new HashMap<>();
        for (Definition.Version version : definition.versions()) {
            versions.put(definition.groupVersion(version).apiVersion(), schemas.apply(version));
        }
        String strategy = definition.spec().path("conversion").path("strategy").asText("None");
        var renaming = new VersionConverter(versions);
        return strategy.equals("None")
                ? renaming
                : pruned(new WebhookConverter(definition, versions.keySet(), webhooks), renaming);
    }

    /** What others converted may hold fields that the schema does not know. */
    private static ObjectConverter pruned(ObjectConverter converter, VersionConverter pruning) {
        return (object, apiVersion) ->
                converter.convert(object, apiVersion).flatMap(converted -> pruning.convert(converted, apiVersion));
    }

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        StructuralSchema schema = versions.get(apiVersion);
        if (schema == null) {
            return Optional.empty();
        }
        ObjectNode converted = object.deepCopy();
        converted.put("apiVersion", apiVersion);
        Pruner.prune(converted, schema);
        return Optional.of(converted);
    }
}
