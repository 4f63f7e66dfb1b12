package dev.navarch.crds.definition;

import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.StorageForm;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.Objects;
import java.util.Optional;

/**
 * The resource of the definitions themselves. They are stored as {@code v1}; what upstream stored as {@code v1beta1} is
 * read as well.
 */
public final class DefinitionResource {

    private DefinitionResource() {}

    public static ServedResource of(ResourceDescriptor catalog) {
        StorageForm form = Objects.requireNonNull(catalog.storage(), "definitions are stored");
        var descriptor = new ResourceDescriptor(
                catalog.resource(),
                catalog.kind(),
                catalog.listKind(),
                catalog.namespaced(),
                catalog.singular(),
                catalog.shortNames(),
                catalog.categories(),
                catalog.verbs(),
                catalog.storageVersionHash(),
                new StorageForm(form.prefix(), catalog.kind().groupVersion(), false),
                catalog.subresources(),
                catalog.schemaSource(),
                catalog.message(),
                catalog.columns());
        return new ServedResource(descriptor, new DefinitionStrategy(), new BetaConverter(), false, Optional.empty());
    }
}
