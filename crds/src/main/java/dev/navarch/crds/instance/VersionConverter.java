package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.meta.StatusException;
import dev.navarch.crds.definition.Definition;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Between the versions of a definition, which differ in nothing but {@code apiVersion}. */
final class VersionConverter implements ObjectConverter {

    private final Set<String> versions;

    private VersionConverter(Set<String> versions) {
        this.versions = versions;
    }

    static ObjectConverter of(Definition definition) {
        Set<String> versions = new HashSet<>();
        definition
                .versions()
                .forEach(
                        version -> versions.add(definition.groupVersion(version).apiVersion()));
        String strategy = definition.spec().path("conversion").path("strategy").asText("None");
        return strategy.equals("None") ? new VersionConverter(versions) : VersionConverter::refuse;
    }

    @Override
    public Optional<ObjectNode> convert(ObjectNode object, String apiVersion) {
        if (!versions.contains(apiVersion)) {
            return Optional.empty();
        }
        ObjectNode converted = object.deepCopy();
        converted.put("apiVersion", apiVersion);
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
