package dev.navarch.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.FieldValue;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.protobuf.MessageType;

/**
 * Reads bodies of one kind as upstream's server does: checks types, drops unknown fields and nulls, and puts values
 * into the form in which Go would write them (field order, zero values, quantities, times). Immutable.
 *
 * <p>All methods throw {@link IllegalArgumentException} ({@link DecodeException} or a JSON syntax error) with
 * upstream's text; {@link #cannotBeHandled} makes the answer to the client from it.
 */
public interface Decoder {

    Decoded decode(byte[] json);

    /** Decodes a tree, such as the result of a patch; duplicates are gone there already. */
    Decoded decode(JsonNode tree);

    /** The object in its final form after it was changed; drops what the kind does not know. */
    default ObjectNode normalize(ObjectNode object) {
        return decode(object).object();
    }

    /**
     * For a built-in kind.
     *
     * @param storedAsProtobuf empty lists do not survive there: {@code null} is shown for them
     */
    static Decoder builtIn(MessageType type, boolean storedAsProtobuf) {
        return new BuiltInDecoder(type, storedAsProtobuf);
    }

    /** For custom resources of a version with this schema: prunes, but does not set defaults. */
    static Decoder custom(StructuralSchema schema) {
        return new CustomDecoder(schema);
    }

    /**
     * The 400 for a body that cannot be decoded.
     *
     * @param actual what the body says it is, completed by what was expected
     */
    static StatusException cannotBeHandled(GroupVersionKind actual, String expectedKind, String message) {
        return StatusException.badRequest(actual.kind() + " in version " + FieldValue.quote(actual.version())
                + " cannot be handled as a " + expectedKind + ": " + message);
    }
}
