package dev.navarch.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.Json;
import dev.navarch.apiserver.storage.KeyValue;
import dev.navarch.apiserver.storage.Storage;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Small objects with a namespace, a name, one label and one selectable field. */
final class TestObjects {

    static final String PREFIX = "/registry/pods/";

    static final WatchCacheOptions OPTIONS =
            new WatchCacheOptions("pods", PREFIX, TestObjects::decode, Set.of("spec.nodeName"));

    private TestObjects() {}

    static CachedObject decode(String key, byte[] stored, long modRevision) {
        JsonNode tree;
        try {
            tree = Json.parse(stored);
        } catch (RuntimeException e) {
            throw new CorruptObject(key, e);
        }
        var labels = new HashMap<String, String>();
        tree.at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new CachedObject(
                key,
                tree.at("/metadata/namespace").asText(),
                tree.at("/metadata/name").asText(),
                modRevision,
                ResourceVersionSplice.put(stored, modRevision),
                labels,
                Map.of("spec.nodeName", tree.at("/spec/nodeName").asText()));
    }

    static byte[] json(String namespace, String name, String app, String node) {
        return """
                {"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"%s","name":"%s","labels":{"app":"%s"}},"spec":{"nodeName":"%s"}}""".formatted(namespace, name, app, node).getBytes(UTF_8);
    }

    static String key(String namespace, String name) {
        return PREFIX + namespace + "/" + name;
    }

    static KeyValue create(Storage storage, String namespace, String name, String app, String node) {
        return storage.create(key(namespace, name), json(namespace, name, app, node), Duration.ZERO);
    }

    static KeyValue update(Storage storage, String namespace, String name, String app, String node) {
        String key = key(namespace, name);
        long current = storage.get(key).orElseThrow().modRevision();
        return storage.compareAndSet(key, current, json(namespace, name, app, node), Duration.ZERO);
    }

    static long delete(Storage storage, String namespace, String name) {
        String key = key(namespace, name);
        return storage.compareAndDelete(key, storage.get(key).orElseThrow().modRevision());
    }
}
