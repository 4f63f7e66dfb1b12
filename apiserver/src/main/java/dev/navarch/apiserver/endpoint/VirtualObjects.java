package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.ObjectList;
import dev.navarch.apiserver.registry.VirtualResource;
import dev.navarch.apiserver.request.ListOptions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Objects that are made when asked for, in the form in which stored ones come. */
final class VirtualObjects {

    /** As upstream names the only such resource in its errors. */
    private static final GroupResource COMPONENT_STATUS = new GroupResource("", "componentstatus");

    private VirtualObjects() {}

    static CachedObject get(Call call, VirtualResource resource) {
        return resource.objects().stream()
                .map(VirtualObjects::cached)
                .filter(object -> object.name().equals(call.name()))
                .findFirst()
                .orElseThrow(() -> StatusException.notFound(COMPONENT_STATUS, call.name()));
    }

    static ListEndpoint.Found list(Call call, VirtualResource resource, ListOptions options) {
        List<CachedObject> objects = resource.objects().stream()
                .map(VirtualObjects::cached)
                .filter(Selection.filter(call.served(), options))
                .toList();
        return new ListEndpoint.Found(new ObjectList(objects, 0, false, OptionalLong.empty()), Json.object());
    }

    private static CachedObject cached(ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        return new CachedObject(name, "", name, 0, Json.bytes(object), Map.of(), Map.of());
    }
}
