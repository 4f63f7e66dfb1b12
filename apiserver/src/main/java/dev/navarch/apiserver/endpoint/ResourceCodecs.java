package dev.navarch.apiserver.endpoint;

import dev.navarch.api.apply.MergeTypes;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The codecs of all resources, made on first use and anew when a resource is served otherwise. */
public final class ResourceCodecs {

    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final ResourceRegistry registry;
    private final MergeTypes builtInTypes = new MergeTypes(Catalog.builtIn().definition(OBJECT_META));
    private final Map<GroupVersionResource, ResourceCodec> codecs = new ConcurrentHashMap<>();

    public ResourceCodecs(ResourceRegistry registry) {
        this.registry = registry;
    }

    @SuppressWarnings("ReferenceEquality") // a resource that is served anew is another one, however alike
    ResourceCodec of(ServedResource served) {
        ResourceCodec known = codecs.get(served.resource());
        if (known != null && known.served() == served) {
            return known;
        }
        // Custom kinds come and go, so their types are not shared: they go with the codec.
        MergeTypes types = served.custom() ? new MergeTypes(Catalog.builtIn().definition(OBJECT_META)) : builtInTypes;
        var made = new ResourceCodec(
                served,
                types,
                version -> registry.find(version.resource(served.resource().resource())));
        codecs.put(served.resource(), made);
        return made;
    }
}
