package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionKind;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes the stored form of resources. */
public final class StoredForms {

    private final Function<byte[], ObjectNode> protobuf;

    /** {@code protobuf} reads an object that upstream stored, the magic number included. */
    public StoredForms(Function<byte[], ObjectNode> protobuf) {
        this.protobuf = protobuf;
    }

    StoredForm of(ServedResource resource) {
        GroupVersionKind kind =
                resource.storage().version().kind(resource.descriptor().kind().kind());
        ResourceStrategy strategy = resource.strategy();
        Function<ObjectNode, Map<String, String>> fields =
                strategy.selectableFieldNames().isEmpty()
                        ? object -> Map.of()
                        : object -> strategy.selectableFields(resource.storedToStrategy(object));
        UnaryOperator<ObjectNode> reading =
                resource.custom() ? object -> strategy.readStored(resource.toStored(object)) : resource::toStored;
        return new StoredForm(kind, resource.custom(), protobuf, reading, fields);
    }
}
