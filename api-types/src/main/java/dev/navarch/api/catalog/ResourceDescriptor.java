package dev.navarch.api.catalog;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.StructuralSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that generic code needs to know of one served resource in one version; of a built-in kind from the catalog, of a
 * custom one made from its definition. Compared by identity of its lazy parts: hold one per resource.
 *
 * @param listKind the kind of a LIST answer; empty where the resource cannot be listed
 * @param verbs as discovery shows them, sorted
 * @param storageVersionHash as discovery shows it; empty for none
 * @param storage where and how objects are stored; null for virtual resources, such as access reviews
 * @param schemaSource gives the schema, called when it is first needed
 * @param message the protobuf message of an object; null where protobuf is not served
 * @param columns of the Table form
 */
public record ResourceDescriptor(
        GroupVersionResource resource,
        GroupVersionKind kind,
        String listKind,
        boolean namespaced,
        String singular,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        String storageVersionHash,
        @Nullable StorageForm storage,
        List<SubresourceDescriptor> subresources,
        Supplier<StructuralSchema> schemaSource,
        @Nullable String message,
        List<TableColumn> columns) {

    public ResourceDescriptor {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = List.copyOf(verbs);
        subresources = List.copyOf(subresources);
        columns = List.copyOf(columns);
    }

    public StructuralSchema schema() {
        return schemaSource.get();
    }

    /** Reads bodies of the resource's kind. */
    public Decoder decoder() {
        return message == null
                ? Decoder.custom(schema())
                : Decoder.builtIn(MessageTypes.builtIn().require(message), storage != null && storage.protobuf());
    }

    public GroupResource groupResource() {
        return resource.groupResource();
    }

    /** The group, version and kind of a LIST answer. */
    public GroupVersionKind listGroupVersionKind() {
        return kind.groupVersion().kind(listKind);
    }

    public boolean supports(String verb) {
        return verbs.contains(verb);
    }

    public Optional<SubresourceDescriptor> subresource(String name) {
        return subresources.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    public boolean hasStatus() {
        return subresource("status").isPresent();
    }

    /** Served in protobuf too: built-in kinds are, custom resources are not. */
    public boolean protobuf() {
        return message != null;
    }
}
