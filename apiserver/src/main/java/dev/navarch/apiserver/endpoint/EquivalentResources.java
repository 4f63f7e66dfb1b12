package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.schema.Decoder;
import dev.navarch.apiserver.admission.ServedForms;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resources that hold the same objects: those that are stored in one place. */
public final class EquivalentResources implements ServedForms {

    private final ResourceRegistry registry;
    private final ResourceCodecs codecs;

    public EquivalentResources(ResourceRegistry registry, ResourceCodecs codecs) {
        this.registry = registry;
        this.codecs = codecs;
    }

    @Override
    public List<Form> equivalents(GroupVersionResource resource, String subresource) {
        Optional<ServedResource> own = registry.find(resource).filter(ServedResource::isStored);
        var found = new ArrayList<Form>();
        own.ifPresent(served -> registry.all().stream()
                .filter(each -> each.isStored()
                        && each.storage().prefix().equals(served.storage().prefix())
                        && !each.resource().equals(resource))
                .forEach(each ->
                        kind(each, subresource).ifPresent(kind -> found.add(new Form(each.resource(), kind)))));
        return found;
    }

    private static Optional<GroupVersionKind> kind(ServedResource served, String subresource) {
        return subresource.isEmpty()
                ? Optional.of(served.descriptor().kind())
                : served.descriptor().subresource(subresource).map(SubresourceDescriptor::kind);
    }

    @Override
    public ObjectNode convert(ObjectNode object, GroupVersionResource from, GroupVersionResource to) {
        Optional<ServedResource> source = registry.find(from);
        Optional<ServedResource> target = registry.find(to);
        if (from.equals(to) || source.isEmpty() || target.isEmpty() || !isOf(source.get(), object)) {
            return object;
        }
        return target.get().toServed(source.get().toStored(object));
    }

    private static boolean isOf(ServedResource served, ObjectNode object) {
        GroupVersionKind kind = served.descriptor().kind();
        return object.path("kind").asText("").equals(kind.kind())
                && object.path("apiVersion").asText("").equals(kind.apiVersion());
    }

    @Override
    public ObjectNode decode(ObjectNode object, GroupVersionResource resource, String subresource) {
        ServedResource served = registry.find(resource).orElseThrow();
        if (isOf(served, object)) {
            ResourceCodec codec = codecs.of(served);
            return codec.defaulted(codec.decoder().normalize(object));
        }
        Optional<GroupVersionKind> kind = kind(served, subresource);
        return kind.isEmpty() ? object : withKind(ResourceCodec.builtIn(kind.get(), false), object, kind.get());
    }

    private static ObjectNode withKind(Decoder decoder, ObjectNode object, GroupVersionKind kind) {
        ObjectNode decoded = decoder.normalize(object);
        decoded.put("kind", kind.kind());
        decoded.put("apiVersion", kind.apiVersion());
        return decoded;
    }
}
