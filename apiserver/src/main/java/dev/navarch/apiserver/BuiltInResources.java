package dev.navarch.apiserver;

import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.autoscaling.AutoscalerConverter;
import dev.navarch.apiserver.kind.core.event.EventConverter;
import dev.navarch.apiserver.registry.ScaleMapping;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The resources of the catalog, ready to be served. */
final class BuiltInResources {

    private BuiltInResources() {}

    static List<ServedResource> all(KindStrategies strategies) {
        return Catalog.builtIn().resources().stream()
                .map(descriptor -> served(descriptor, strategies))
                .toList();
    }

    private static ServedResource served(ResourceDescriptor descriptor, KindStrategies strategies) {
        Optional<ScaleMapping> scale = descriptor.subresource("scale").map(part -> ScaleMapping.WORKLOAD);
        return new ServedResource(
                descriptor, strategies.of(descriptor.groupResource()), converter(descriptor), false, scale);
    }

    private static ObjectConverter converter(ResourceDescriptor descriptor) {
        return switch (descriptor.resource().resource()) {
            case "events" -> new EventConverter();
            case "horizontalpodautoscalers" -> new AutoscalerConverter();
            default -> ObjectConverter.sameFields(versions(descriptor));
        };
    }

    /** What is stored in a version that is not served looks as the served one does. */
    private static Set<String> versions(ResourceDescriptor descriptor) {
        var versions = new HashSet<String>();
        versions.add(descriptor.kind().apiVersion());
        if (descriptor.storage() != null) {
            versions.add(descriptor.storage().version().apiVersion());
        }
        return versions;
    }
}
