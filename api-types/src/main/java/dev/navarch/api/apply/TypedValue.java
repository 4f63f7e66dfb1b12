package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * An object together with the type that it has in one version of its API.
 *
 * @param apiVersion the group and version, such as {@code apps/v1}
 */
record TypedValue(JsonNode value, MergeType type, String apiVersion) {

    TypedValue merge(TypedValue applied) throws TypedException {
        JsonNode merged = Merger.merge(value, applied.value, type);
        return with(merged == null ? NullNode.instance : merged);
    }

    Comparison compare(TypedValue other) throws TypedException {
        return Comparer.compare(value, other.value, type);
    }

    FieldSet fields() throws TypedException {
        return OwnedFields.of(value, type);
    }

    TypedValue remove(FieldSet fields) {
        return with(Remover.remove(value, fields, type));
    }

    TypedValue extract(FieldSet fields) {
        return with(Remover.extract(value, fields, type));
    }

    void validate(boolean allowDuplicates) throws TypedException {
        Validator.validate(value, type, allowDuplicates);
    }

    private TypedValue with(JsonNode other) {
        return new TypedValue(other, type, apiVersion);
    }
}
