package dev.navarch.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.facts.FactFile;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.protobuf.MessageTypes;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every built-in resource, in upstream's order of preference. Immutable but for what is parsed on first use. */
public final class Catalog {

    private final List<ResourceDescriptor> resources;
    private final Map<GroupVersionResource, ResourceDescriptor> byResource = new LinkedHashMap<>();
    private final Map<GroupVersionKind, ResourceDescriptor> byKind = new LinkedHashMap<>();
    private final Map<String, List<GroupVersion>> versions = new LinkedHashMap<>();
    private final FactFile definitions;
    private final Map<String, StructuralSchema> schemas = new ConcurrentHashMap<>();
    private final Map<GroupVersionKind, String> definitionOfKind;

    private Catalog() {
        definitions = FactFile.load(Catalog.class, "schemas.txt");
        resources = new CatalogReader(this).read(FactFile.load(Catalog.class, "resources.txt"));
        for (ResourceDescriptor each : resources) {
            byResource.put(each.resource(), each);
            byKind.putIfAbsent(each.kind(), each);
            List<GroupVersion> known = versions.computeIfAbsent(each.kind().group(), group -> new ArrayList<>());
            if (!known.contains(each.kind().groupVersion())) {
                known.add(each.kind().groupVersion());
            }
        }
        definitionOfKind = CatalogReader.kinds(FactFile.load(Catalog.class, "kinds.txt"));
    }

    /** The one catalog; loaded when it is first asked for. */
    public static Catalog builtIn() {
        return Holder.CATALOG;
    }

    private static final class Holder {
        static final Catalog CATALOG = new Catalog();
    }

    public List<ResourceDescriptor> resources() {
        return resources;
    }

    public Optional<ResourceDescriptor> resource(GroupVersionResource resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    /** The first version, in order of preference, that serves the resource. */
    public Optional<ResourceDescriptor> resource(GroupResource resource) {
        return resources.stream()
                .filter(each -> each.groupResource().equals(resource))
                .findFirst();
    }

    /** The resource whose objects are of the kind; none for kinds that only appear in subresources or lists. */
    public Optional<ResourceDescriptor> kind(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** Group names in discovery's order; the core group, the empty string, first. */
    public List<String> groups() {
        return List.copyOf(versions.keySet());
    }

    /** The served versions of a group, the preferred one first; empty for an unknown group. */
    public List<GroupVersion> versions(String group) {
        return List.copyOf(versions.getOrDefault(group, List.of()));
    }

    public List<ResourceDescriptor> resources(GroupVersion version) {
        return resources.stream()
                .filter(each -> each.kind().groupVersion().equals(version))
                .toList();
    }

    /** Names of all published definitions, sorted. */
    public List<String> definitionNames() {
        return definitions.names();
    }

    /** A published definition, such as {@code io.k8s.api.core.v1.Pod}; null for an unknown one. */
    public @Nullable StructuralSchema definition(String name) {
        StructuralSchema known = schemas.get(name);
        if (known != null) {
            return known;
        }
        String json = definitions.get(name);
        if (json == null) {
            return null;
        }
        JsonNode source = Json.parseTrusted(json);
        StructuralSchema made = StructuralSchema.ofDefinition(name, source, this::requireDefinition);
        StructuralSchema raced = schemas.putIfAbsent(name, made);
        return raced == null ? made : raced;
    }

    /** The schema of any kind that has one: resources, lists, {@code Scale}, {@code Status}, options. */
    public Optional<StructuralSchema> schema(GroupVersionKind kind) {
        return Optional.ofNullable(definitionOfKind.get(kind)).map(this::definition);
    }

    /** Reads bodies of any built-in kind, also of those that are no resources: {@code Scale}, {@code DeleteOptions}. */
    public Optional<Decoder> decoder(GroupVersionKind kind) {
        ResourceDescriptor resource = byKind.get(kind);
        if (resource != null) {
            return Optional.of(resource.decoder());
        }
        return Optional.ofNullable(MessageTypes.builtIn().of(kind)).map(type -> Decoder.builtIn(type, false));
    }

    Supplier<StructuralSchema> lazyDefinition(String name) {
        return () -> requireDefinition(name);
    }

    private StructuralSchema requireDefinition(String name) {
        StructuralSchema schema = definition(name);
        if (schema == null) {
            throw new IllegalStateException("no definition " + name);
        }
        return schema;
    }
}
