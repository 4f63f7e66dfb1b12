package dev.navarch.apiserver.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One state of one object, as the bytes that clients get. What is derived from them (the tree, other encodings) is made
 * on first use and shared; the tree may be dropped and made anew under memory pressure. Safe for use by many threads;
 * arrays and trees handed out are never to be changed.
 */
public final class CachedObject {

    private final String key;
    private final String namespace;
    private final String name;
    private final long modRevision;
    private final byte[] json;
    private final Map<String, String> labels;
    private final Map<String, String> fields;
    private volatile @Nullable SoftReference<ObjectNode> tree;
    private volatile @Nullable Memo memos;

    /** Encodings in a list, since nearly always there is none or one; at most {@link #MAX_MEMOS}. */
    private record Memo(
            Object form,
            SoftReference<Object> value,
            int depth,
            @Nullable Memo next) {}

    private static final int MAX_MEMOS = 4;

    /**
     * @param namespace empty for cluster-scoped objects
     * @param json the complete object, {@code metadata.resourceVersion} included, compact UTF-8
     * @param labels {@code metadata.labels}
     * @param fields values of all field selectors that the resource has, {@code metadata.name} and {@code
     *     metadata.namespace} excepted
     */
    public CachedObject(
            String key,
            String namespace,
            String name,
            long modRevision,
            byte[] json,
            Map<String, String> labels,
            Map<String, String> fields) {
        this.key = key;
        this.namespace = namespace;
        this.name = name;
        this.modRevision = modRevision;
        this.json = json;
        this.labels = Map.copyOf(labels);
        this.fields = Map.copyOf(fields);
    }

    public String key() {
        return key;
    }

    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** The revision that is in the JSON as resourceVersion. */
    public long modRevision() {
        return modRevision;
    }

    public byte[] json() {
        return json;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public Map<String, String> fields() {
        return fields;
    }

    /** The value of a field selector, empty when the object has none. */
    public String field(String path) {
        return switch (path) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> namespace;
            default -> fields.getOrDefault(path, "");
        };
    }

    /** The object as a tree, shared: copy before changing. */
    public ObjectNode tree() {
        SoftReference<ObjectNode> reference = tree;
        ObjectNode parsed = reference == null ? null : reference.get();
        if (parsed == null) {
            parsed = (ObjectNode) Json.parse(json);
            tree = new SoftReference<>(parsed);
        }
        return parsed;
    }

    /**
     * Something made of this object that several readers want, such as another encoding.
     *
     * @param form what it is, compared by equals; few different ones, the least recently made are dropped
     */
    @SuppressWarnings("unchecked") // a form names one type
    public <T> T memo(Object form, Function<CachedObject, T> maker) {
        for (Memo memo = memos; memo != null; memo = memo.next) {
            Object value = memo.form.equals(form) ? memo.value.get() : null;
            if (value != null) {
                return (T) value;
            }
        }
        T made = maker.apply(this);
        Memo head = memos;
        boolean full = head != null && head.depth >= MAX_MEMOS;
        memos = new Memo(
                form, new SoftReference<>(made), full || head == null ? 1 : head.depth + 1, full ? null : head);
        return made;
    }

    /** The same object with another resourceVersion, as told for deletions. */
    public CachedObject withRevision(long revision) {
        return new CachedObject(
                key, namespace, name, revision, ResourceVersionSplice.put(json, revision), labels, fields);
    }

    @Override
    public String toString() {
        return key + "@" + modRevision;
    }
}
