package dev.navarch.apiserver.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Objects in a map, with watches that are told at once, on the writer's thread. For tests of one thread. */
public final class InMemoryObjects implements ObjectReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<GroupResource, TreeMap<String, ObjectNode>> objects = new HashMap<>();
    private final Map<GroupResource, List<Consumer<Event>>> watchers = new HashMap<>();

    /** Stores an object written as JSON; single quotes stand for double ones. */
    public ObjectNode put(String group, String resource, String json) {
        ObjectNode object = parse(json);
        put(new GroupResource(group, resource), object);
        return object;
    }

    public void put(GroupResource resource, ObjectNode object) {
        ObjectNode former =
                objects.computeIfAbsent(resource, key -> new TreeMap<>()).put(keyOf(object), object);
        tell(resource, new Event(former == null ? Event.Type.ADDED : Event.Type.MODIFIED, object));
    }

    public void remove(String group, String resource, String namespace, String name) {
        GroupResource key = new GroupResource(group, resource);
        ObjectNode former = objects.getOrDefault(key, new TreeMap<>()).remove(namespace + "/" + name);
        if (former != null) {
            tell(key, new Event(Event.Type.DELETED, former));
        }
    }

    public static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private void tell(GroupResource resource, Event event) {
        watchers.getOrDefault(resource, List.of()).forEach(watcher -> watcher.accept(event));
    }

    private static String keyOf(ObjectNode object) {
        return object.path("metadata").path("namespace").asText("") + "/"
                + object.path("metadata").path("name").asText();
    }

    @Override
    public Optional<ObjectNode> get(GroupResource resource, String namespace, String name) {
        return Optional.ofNullable(
                objects.getOrDefault(resource, new TreeMap<>()).get(namespace + "/" + name));
    }

    @Override
    public Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name) {
        return get(resource, namespace, name);
    }

    @Override
    public List<ObjectNode> list(GroupResource resource, String namespace) {
        return objects.getOrDefault(resource, new TreeMap<>()).values().stream()
                .filter(object -> namespace.isEmpty()
                        || object.path("metadata").path("namespace").asText("").equals(namespace))
                .toList();
    }

    @Override
    public AutoCloseable watch(GroupResource resource, Consumer<Event> consumer) {
        list(resource, "").forEach(object -> consumer.accept(new Event(Event.Type.ADDED, object)));
        watchers.computeIfAbsent(resource, key -> new ArrayList<>()).add(consumer);
        return () -> watchers.getOrDefault(resource, new ArrayList<>()).remove(consumer);
    }
}
