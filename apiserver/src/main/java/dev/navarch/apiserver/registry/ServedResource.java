package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.StorageForm;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.protobuf.MessageType;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One resource in one version, with all that makes it work.
 *
 * @param strategy of a built-in kind it sees objects in the version that is stored, of a custom one in the version that
 *     is served
 * @param converter between the versions of the resource
 * @param custom defined by a CustomResourceDefinition: served unstructured, without protobuf
 * @param scale where the scale subresource finds its fields; empty where there is none
 */
public record ServedResource(
        ResourceDescriptor descriptor,
        ResourceStrategy strategy,
        ObjectConverter converter,
        boolean custom,
        Optional<ScaleMapping> scale) {

    public GroupVersionResource resource() {
        return descriptor.resource();
    }

    public GroupResource groupResource() {
        return descriptor.groupResource();
    }

    /**
     * The kind that errors name: of custom resources the one that the object says, right or wrong; of built-in ones that of
     * the group in which they are stored.
     */
    GroupVersionKind kindOf(ObjectNode object) {
        GroupVersionKind kind = descriptor.kind();
        if (custom) {
            return kind.groupVersion().kind(object.path("kind").asText(""));
        }
        return isStored() ? storage().version().kind(kind.kind()) : kind;
    }

    /** Whether there are objects of it, rather than answers to a POST only. */
    public boolean isStored() {
        return descriptor.storage() != null;
    }

    public StorageForm storage() {
        return Objects.requireNonNull(descriptor.storage(), "a virtual resource");
    }

    /** Whether what is stored, or made when asked for, is served as it is. */
    public boolean servesStoredVersion() {
        return !isStored() || storage().version().equals(descriptor.kind().groupVersion());
    }

    /** Lets the strategy change an object that is in the served version. */
    public ObjectNode withStrategyView(ObjectNode object, Consumer<ObjectNode> change) {
        if (!isStored()) {
            change.accept(object);
            return object;
        }
        ObjectNode view = servedToStrategy(object);
        change.accept(view);
        return strategyToServed(view);
    }

    /** The object as a strategy sees it, in the form that decoding gives it: with what shows even when unset. */
    ObjectNode normalized(ObjectNode view) {
        MessageType type = custom
                ? null
                : MessageTypes.builtIn()
                        .of(storage().version().kind(descriptor.kind().kind()));
        return type == null ? view : Decoder.builtIn(type, storage().protobuf()).normalize(view);
    }

    public ObjectNode toStored(ObjectNode served) {
        return convert(served, storage().version().apiVersion());
    }

    /** The object in the version served; the same tree when that is the one stored. */
    public ObjectNode toServed(ObjectNode stored) {
        return convert(stored, descriptor.kind().apiVersion());
    }

    ObjectNode servedToStrategy(ObjectNode served) {
        return custom ? served : toStored(served);
    }

    ObjectNode storedToStrategy(ObjectNode stored) {
        return custom ? toServed(stored) : stored;
    }

    ObjectNode strategyToStored(ObjectNode object) {
        return custom ? toStored(object) : object;
    }

    ObjectNode strategyToServed(ObjectNode object) {
        return custom ? object : toServed(object);
    }

    private ObjectNode convert(ObjectNode object, String apiVersion) {
        if (object.path("apiVersion").asText("").equals(apiVersion)) {
            return object;
        }
        return converter
                .convert(object, apiVersion)
                .orElseThrow(() -> new IllegalStateException(resource() + " does not convert to " + apiVersion));
    }
}
