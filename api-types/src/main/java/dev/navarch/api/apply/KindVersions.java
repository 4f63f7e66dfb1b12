package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.schema.StructuralSchema;
import java.util.Optional;
import java.util.function.Function;

/** The versions of one kind: their types, the way from one to another, and what may be owned in each. */
final class KindVersions {

    private final MergeTypes types;
    private final Function<String, Optional<StructuralSchema>> schemas;
    private final ObjectConverter converter;
    private final Function<String, FieldFilter> filters;

    KindVersions(
            MergeTypes types,
            Function<String, Optional<StructuralSchema>> schemas,
            ObjectConverter converter,
            Function<String, FieldFilter> filters) {
        this.types = types;
        this.schemas = schemas;
        this.converter = converter;
        this.filters = filters;
    }

    /** The object as it is in its own version; without a schema its type is deduced from what it holds. */
    TypedValue typed(ObjectNode object, String apiVersion) {
        MergeType type = schemas.apply(apiVersion).map(types::ofObject).orElse(MergeType.DEDUCED);
        return new TypedValue(object, type, apiVersion);
    }

    /** The object in another version; empty if the kind does not exist in it. */
    Optional<TypedValue> convert(TypedValue object, String apiVersion) {
        if (object.apiVersion().equals(apiVersion)) {
            return Optional.of(object);
        }
        if (!(object.value() instanceof ObjectNode value)) {
            return Optional.empty();
        }
        return converter.convert(value, apiVersion).map(converted -> typed(converted, apiVersion));
    }

    /** The object given, in the version asked for. */
    ObjectNode inVersion(ObjectNode object, String apiVersion) {
        JsonNode actual = object.get("apiVersion");
        if (actual == null || actual.asText().equals(apiVersion)) {
            return object;
        }
        return converter.convert(object, apiVersion).orElse(object);
    }

    FieldFilter filter(String apiVersion) {
        return filters.apply(apiVersion);
    }
}
