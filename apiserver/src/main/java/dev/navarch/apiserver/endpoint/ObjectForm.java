package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.FieldManager;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.StructuralSchema;
import java.util.function.UnaryOperator;

/**
 * The kind of object that is written at a path, and how.
 *
 * @param defaults may change what it is given
 */
record ObjectForm(
        GroupVersionKind kind,
        Decoder decoder,
        StructuralSchema schema,
        FieldManager fieldManager,
        UnaryOperator<ObjectNode> defaults) {

    boolean custom() {
        return MessageTypes.builtIn().of(kind) == null;
    }

    /** That of a resource, written as a whole or through a part of it. */
    static ObjectForm of(Call call) {
        return new ObjectForm(
                call.kind(),
                call.codec().decoder(),
                call.served().descriptor().schema(),
                call.codec().fieldManager(call.subresource()),
                call.codec()::defaulted);
    }
}
