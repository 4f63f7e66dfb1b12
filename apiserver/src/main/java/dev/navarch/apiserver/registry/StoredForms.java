package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.schema.Defaulter;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes the stored form of resources. */
public final class StoredForms {

    private final BiFunction<byte[], GroupVersionKind, ObjectNode> protobuf;
    private final Consumer<GroupResource> corrupt;

    /**
     * @param protobuf reads an object that upstream stored, the magic number included; the kind is the one
     *     served, it may be stored in another version
     * @param corrupt hears of each value that cannot be made out
     */
    public StoredForms(BiFunction<byte[], GroupVersionKind, ObjectNode> protobuf, Consumer<GroupResource> corrupt) {
        this.protobuf = protobuf;
        this.corrupt = corrupt;
    }

    StoredForm of(ServedResource resource) {
        GroupVersionKind kind =
                resource.storage().version().kind(resource.descriptor().kind().kind());
        ResourceStrategy strategy = resource.strategy();
        Function<ObjectNode, Map<String, String>> fields =
                strategy.selectableFieldNames().isEmpty()
                        ? object -> Map.of()
                        : object -> strategy.selectableFields(resource.storedToStrategy(object));
        UnaryOperator<ObjectNode> reading = resource.custom()
                ? object -> strategy.readStored(resource.toStored(object))
                : object -> defaulted(resource.toStored(object), kind, strategy);
        return new StoredForm(
                kind,
                resource.custom(),
                bytes -> protobuf.apply(bytes, resource.descriptor().kind()),
                reading,
                fields,
                () -> corrupt.accept(resource.groupResource()));
    }

    /** Upstream sets defaults when it reads, too: they may be younger than what is stored. */
    private static ObjectNode defaulted(ObjectNode stored, GroupVersionKind kind, ResourceStrategy strategy) {
        Catalog.builtIn().schema(kind).ifPresent(schema -> Defaulter.applyBuiltInDefaults(stored, schema));
        strategy.applyDefaults(stored);
        return stored;
    }
}
