package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.schema.Pruner;
import dev.navarch.api.schema.StructuralSchema;
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

    static ObjectConverter of(Definition definition, Function<Definition.Version, StructuralSchema> schemas) {
        Map<String, StructuralSchema> versions = new HashMap<>();
        for (Definition.Version version : definition.versions()) {
            versions.put(definition.groupVersion(version).apiVersion(), schemas.apply(version));
        }
        String strategy = definition.spec().path("conversion").path("strategy").asText("None");
        return strategy.equals("None") ? new VersionConverter(versions) : VersionConverter::refuse;
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

    private static Optional<ObjectNode> refuse(ObjectNode object, String apiVersion) {
        String from = object.path("apiVersion").asText("");
        if (from.equals(apiVersion)) {
            return Optional.of(object);
        }
        throw StatusException.internal("conversion webhook for " + from + ", Kind="
                + object.path("kind").asText("") + " failed: this server calls no conversion webhooks");
    }
}
