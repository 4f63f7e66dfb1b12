package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.json.JsonWriter;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.cache.CachedObject;
import dev.navarch.apiserver.cache.ObjectDecoder;
import dev.navarch.apiserver.cache.ResourceVersionSplice;
import dev.navarch.apiserver.storage.StorageException.CorruptObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The bytes that objects of one resource are stored as: JSON that begins with kind and apiVersion, always in the same
 * way, so that an item of a list, which has neither, is the same bytes without the beginning. Objects that others stored
 * in another form are brought into this one when read.
 */
public final class StoredForm implements ObjectDecoder {

    private static final byte[] PROTOBUF_MAGIC = {'k', '8', 's', 0};

    private final boolean custom;
    private final byte[] head;
    private final Function<byte[], ObjectNode> protobuf;
    private final UnaryOperator<ObjectNode> reading;
    private final Function<ObjectNode, Map<String, String>> selectableFields;
    private final Runnable corrupt;

    /**
     * @param kind of the version that is stored
     * @param protobuf reads what upstream stored
     * @param reading brings an object that others stored into this version and sets its defaults, and brings a
     *     custom one under the schema of today
     * @param corrupt run for each value that cannot be made out
     */
    StoredForm(
            GroupVersionKind kind,
            boolean custom,
            Function<byte[], ObjectNode> protobuf,
            UnaryOperator<ObjectNode> reading,
            Function<ObjectNode, Map<String, String>> selectableFields,
            Runnable corrupt) {
        this.custom = custom;
        this.head = head(kind, custom);
        this.protobuf = protobuf;
        this.reading = reading;
        this.selectableFields = selectableFields;
        this.corrupt = corrupt;
    }

    /** What all objects of a kind begin with, up to the first of the other fields. */
    static byte[] head(GroupVersionKind kind, boolean custom) {
        String kindField = "\"kind\":\"" + kind.kind() + "\",";
        String versionField = "\"apiVersion\":\"" + kind.apiVersion() + "\",";
        String text = custom ? "{" + versionField + kindField : "{" + kindField + versionField;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** With how many bytes each object of a built-in kind says its kind and apiVersion, the brace before included. */
    public static int headLength(GroupVersionKind kind) {
        return head(kind, false).length;
    }

    /** The object as it is stored: without its resourceVersion. */
    byte[] encode(ObjectNode object) {
        ObjectNode bare = Json.object();
        object.properties().forEach(field -> {
            if (!field.getKey().equals("kind") && !field.getKey().equals("apiVersion")) {
                bare.set(field.getKey(), field.getValue());
            }
        });
        ObjectNode metadata = Json.object();
        object.path("metadata").properties().forEach(field -> {
            if (!field.getKey().equals("resourceVersion") && !field.getKey().equals("selfLink")) {
                metadata.set(field.getKey(), field.getValue());
            }
        });
        bare.set("metadata", metadata);
        var writer = new JsonWriter(1024);
        writer.raw(head);
        byte[] rest = Json.bytes(bare);
        writer.raw(Arrays.copyOfRange(rest, 1, rest.length));
        return writer.toByteArray();
    }

    /**
     * The tree of a stored object, without resourceVersion, in the stored version.
     *
     * @throws CorruptObject when it cannot be made out; a custom one whose conversion fails is not meant
     */
    ObjectNode decode(String key, byte[] stored) {
        ObjectNode object = understood(key, stored);
        return custom ? reading.apply(object) : object;
    }

    private ObjectNode understood(String key, byte[] stored) {
        try {
            if (custom || startsWith(stored, head)) {
                return parse(stored);
            }
            return reading.apply(startsWith(stored, PROTOBUF_MAGIC) ? protobuf.apply(stored) : parse(stored));
        } catch (RuntimeException e) {
            corrupt.run();
            throw new CorruptObject(key, e);
        }
    }

    @Override
    public CachedObject decode(String key, byte[] stored, long modRevision) {
        ObjectNode object = decode(key, stored);
        byte[] plain = !custom && startsWith(stored, head) ? stored : encode(object);
        return new CachedObject(
                key,
                ObjectMeta.namespace(object),
                ObjectMeta.name(object),
                modRevision,
                ResourceVersionSplice.put(plain, modRevision),
                ObjectMeta.labels(object),
                selectableFields.apply(object));
    }

    private static ObjectNode parse(byte[] stored) {
        JsonNode tree = Json.parse(stored);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("what is stored is no object");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
