package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.FieldFilter;
import dev.navarch.api.apply.FieldManager;
import dev.navarch.api.apply.MergeTypes;
import dev.navarch.api.apply.ResetFields;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.StorageForm;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.Defaulter;
import dev.navarch.api.schema.Pruner;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.table.TableFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How objects of one served resource are decoded, defaulted, and their fields' owners tracked. Made once per served
 * version and kept; safe for use by many threads.
 */
final class ResourceCodec {

    private final ServedResource served;
    private final Decoder decoder;
    private final MergeTypes mergeTypes;
    private final Function<String, Optional<StructuralSchema>> schemas;
    private final TableFormat table;
    private final Map<String, FieldManager> managers = new ConcurrentHashMap<>();

    ResourceCodec(
            ServedResource served, MergeTypes mergeTypes, Function<GroupVersion, Optional<ServedResource>> versions) {
        this.served = served;
        this.mergeTypes = mergeTypes;
        this.table = TableFormat.of(served.descriptor());
        this.decoder = decoder(served.descriptor(), served.custom());
        this.schemas = served.custom()
                ? version -> versions.apply(GroupVersion.parse(version))
                        .map(other -> other.descriptor().schema())
                : version ->
                        Catalog.builtIn().schema(GroupVersion.parse(version).kind(kind().kind()));
    }

    private static Decoder decoder(ResourceDescriptor descriptor, boolean custom) {
        if (custom) {
            return Decoder.custom(descriptor.schema());
        }
        StorageForm storage = descriptor.storage();
        return builtIn(descriptor.kind(), storage != null && storage.protobuf());
    }

    /** A decoder of any built-in kind, such as the options and bodies of subresources. */
    static Decoder builtIn(GroupVersionKind kind, boolean storedAsProtobuf) {
        MessageType type = MessageTypes.builtIn().of(kind);
        if (type == null) {
            throw new IllegalStateException("no message for " + kind);
        }
        return Decoder.builtIn(type, storedAsProtobuf);
    }

    ServedResource served() {
        return served;
    }

    GroupVersionKind kind() {
        return served.descriptor().kind();
    }

    Decoder decoder() {
        return decoder;
    }

    /** How objects look as rows. */
    TableFormat table() {
        return table;
    }

    /** Sets all defaults of the kind, in place where the served version is the one that the strategy sees. */
    ObjectNode defaulted(ObjectNode object) {
        StructuralSchema schema = served.descriptor().schema();
        if (served.custom()) {
            Pruner.pruneNulls(object, schema);
            Defaulter.applyDefaults(object, schema);
        } else {
            Defaulter.applyBuiltInDefaults(object, schema);
        }
        return served.withStrategyView(object, served.strategy()::applyDefaults);
    }

    /** An object with nothing in it but what shows even when unset. */
    ObjectNode empty() {
        ObjectNode object = Json.object();
        ObjectMeta.setGroupVersionKind(object, kind());
        return decoder.normalize(object);
    }

    /** Who owns which fields, of the resource itself (an empty name) or of a part that is written by itself. */
    FieldManager fieldManager(String subresource) {
        return managers.computeIfAbsent(subresource, this::makeManager);
    }

    /** Who sets which fields of a body that is answered and not stored, such as that of {@code serviceaccounts/token}. */
    FieldManager answerManager(String subresource) {
        return managers.computeIfAbsent("answer:" + subresource, key -> makeAnswerManager(subresource));
    }

    private FieldManager makeAnswerManager(String subresource) {
        GroupVersionKind kind = served.descriptor()
                .subresource(subresource)
                .map(SubresourceDescriptor::kind)
                .orElse(kind());
        return FieldManager.builder(
                        kind,
                        version -> Catalog.builtIn()
                                .schema(GroupVersion.parse(version).kind(kind.kind())))
                .subresource(subresource)
                .types(mergeTypes)
                .emptyObject(() -> {
                    ObjectNode bare = Json.object();
                    ObjectMeta.setGroupVersionKind(bare, kind);
                    return builtIn(kind, false).normalize(bare);
                })
                .build();
    }

    private FieldManager makeManager(String subresource) {
        boolean hasStatus = served.descriptor().hasStatus();
        FieldFilter filter = served.custom()
                ? ResetFields.ofCustom(subresource, hasStatus)
                : ResetFields.ofBuiltIn(served.groupResource(), subresource, hasStatus);
        return FieldManager.builder(kind(), schemas)
                .subresource(subresource)
                .types(mergeTypes)
                .converter(served.converter())
                .filters(version -> filter)
                .emptyObject(this::empty)
                .defaulter(object -> defaulted(decoder.normalize(object)))
                .build();
    }
}
