package dev.navarch.api.merge;

import dev.navarch.api.schema.StructuralSchema;
import org.jspecify.annotations.Nullable;

/** Finds the schema of a member that both the object and the patch have. */
final class SchemaLookup {

    private SchemaLookup() {}

    /** The member's schema; null below values that no schema describes. */
    static @Nullable StructuralSchema member(@Nullable StructuralSchema schema, String field) {
        if (schema == null || schema.type() == StructuralSchema.Type.ANY) {
            return null;
        }
        StructuralSchema member = schema.property(field);
        if (member != null) {
            return member;
        }
        if (schema.additionalProperties() != null) {
            throw PatchErrors.unclassified("merging an object in json but data type is not struct, instead is: map");
        }
        if (schema.preserveUnknownFields()) {
            return null;
        }
        throw PatchErrors.unclassified("unable to find api field in struct for the json field \"" + field + "\"");
    }
}
