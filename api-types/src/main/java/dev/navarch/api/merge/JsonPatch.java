package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch (RFC 6902) with the leniencies of the implementation that Kubernetes uses: negative indices count from the
 * end, {@code replace} of an absent member adds it, and {@code copy} from an absent member adds null.
 */
public final class JsonPatch {

    /** More operations than this in one patch are refused. */
    public static final int MAX_OPERATIONS = 10_000;

    /** Bytes of JSON that all {@code copy} operations of one patch may add. */
    public static final long MAX_COPIED_BYTES = 3L * 1024 * 1024;

    private final ArrayNode operations;

    private JsonPatch(ArrayNode operations) {
        this.operations = operations;
    }

    /**
     * Reads a patch document.
     *
     * @throws StatusException 400 if it is no list of objects, 413 if it has more than {@link #MAX_OPERATIONS}
     */
    public static JsonPatch parse(JsonNode patch) {
        if (patch.isNull()) {
            return new JsonPatch(Json.array());
        }
        if (!(patch instanceof ArrayNode operations)) {
            throw StatusException.badRequest(
                    "json: cannot unmarshal " + PatchErrors.jsonType(patch) + " into Go value of type jsonpatch.Patch");
        }
        for (JsonNode operation : operations) {
            if (!operation.isObject() && !operation.isNull()) {
                throw StatusException.badRequest("json: cannot unmarshal " + PatchErrors.jsonType(operation)
                        + " into Go value of type jsonpatch.Operation");
            }
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw StatusException.requestEntityTooLarge(
                    "Request entity too large: The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS
                            + ", got " + operations.size());
        }
        return new JsonPatch(operations);
    }

    public int size() {
        return operations.size();
    }

    /**
     * Applies all operations in order or none of them.
     *
     * @return the patched document, which is not an object if the patch replaced the root
     * @throws StatusException 422 if an operation does not apply; {@link Throwable#getCause()} says which and why
     */
    public JsonNode apply(JsonNode document) {
        try {
            var target = new PatchTarget(document.deepCopy());
            var copied = new CopyBudget();
            for (JsonNode operation : operations) {
                apply(target, operation, copied);
            }
            return target.finish();
        } catch (PatchFailure e) {
            throw PatchErrors.unprocessable(e);
        }
    }

    private static void apply(PatchTarget target, JsonNode operation, CopyBudget copied) throws PatchFailure {
        String kind = text(operation, "op");
        switch (kind == null ? "unknown" : kind) {
            case "add" -> add(target, operation);
            case "remove" -> remove(target, operation);
            case "replace" -> replace(target, operation);
            case "move" -> move(target, operation);
            case "test" -> test(target, operation);
            case "copy" -> copy(target, operation, copied);
            default -> throw new PatchFailure("Unexpected kind: " + (kind == null ? "unknown" : kind));
        }
    }

    private static void add(PatchTarget target, JsonNode operation) throws PatchFailure {
        String path = required(operation, "path", "add operation failed to decode path: missing value");
        var location = target.find(path);
        if (location == null) {
            throw missing("add operation does not apply: doc is missing path: \"" + path + "\"");
        }
        prefixed("error in add for path: '" + path + "': ", () -> location.add(value(operation)));
    }

    private static void remove(PatchTarget target, JsonNode operation) throws PatchFailure {
        String path = required(operation, "path", "remove operation failed to decode path: missing value");
        var location = target.find(path);
        if (location == null) {
            throw missing("remove operation does not apply: doc is missing path: \"" + path + "\"");
        }
        prefixed("error in remove for path: '" + path + "': ", location::remove);
    }

    private static void replace(PatchTarget target, JsonNode operation) throws PatchFailure {
        String path = required(operation, "path", "replace operation failed to decode path: " + missingField("path"));
        if (path.isEmpty()) {
            JsonNode value = value(operation);
            if (!value.isContainerNode()) {
                throw new PatchFailure("replace operation value must be object or array");
            }
            target.replaceRoot(value);
            return;
        }
        var location = target.find(path);
        if (location == null) {
            throw missing("replace operation does not apply: doc is missing path: " + path);
        }
        try {
            location.get();
        } catch (PatchFailure e) {
            throw missing("replace operation does not apply: doc is missing key: " + path);
        }
        prefixed("error in remove for path: '" + path + "': ", () -> location.set(value(operation)));
    }

    private static void move(PatchTarget target, JsonNode operation) throws PatchFailure {
        String from = required(operation, "from", "move operation failed to decode from: " + missingField("from"));
        var source = target.find(from);
        if (source == null) {
            throw missing("move operation does not apply: doc is missing from path: " + from);
        }
        var moved = new JsonNode[] {NullNode.instance};
        prefixed("error in move for path: '" + source.key() + "': ", () -> {
            JsonNode value = source.get();
            moved[0] = value == null ? NullNode.instance : value;
            source.remove();
        });
        String path = required(operation, "path", "move operation failed to decode path: " + missingField("path"));
        var destination = target.find(path);
        if (destination == null) {
            throw missing("move operation does not apply: doc is missing destination path: " + path);
        }
        prefixed("error in move for path: '" + path + "': ", () -> destination.add(moved[0]));
    }

    private static void copy(PatchTarget target, JsonNode operation, CopyBudget copied) throws PatchFailure {
        String from = required(operation, "from", "copy operation failed to decode from: " + missingField("from"));
        var source = target.find(from);
        if (source == null) {
            throw missing("copy operation does not apply: doc is missing from path: " + from);
        }
        var value = new JsonNode[1];
        prefixed("error in copy for from: '" + from + "': ", () -> value[0] = source.get());
        String path = required(operation, "path", "copy operation failed to decode path: missing value");
        var destination = target.find(path);
        if (destination == null) {
            throw missing("copy operation does not apply: doc is missing destination path: " + path);
        }
        JsonNode copy = value[0] == null ? NullNode.instance : value[0].deepCopy();
        copied.spend(copy);
        prefixed("error while adding value during copy: ", () -> destination.add(copy));
    }

    private static void test(PatchTarget target, JsonNode operation) throws PatchFailure {
        String path = required(operation, "path", "test operation failed to decode path: " + missingField("path"));
        JsonNode expected = value(operation);
        JsonNode actual;
        if (path.isEmpty()) {
            actual = target.root();
        } else {
            var location = target.find(path);
            if (location == null) {
                throw missing("test operation does not apply: is missing path: " + path);
            }
            var found = new JsonNode[1];
            prefixed("error in test for path: '" + path + "': ", () -> found[0] = location.get());
            actual = found[0] == null ? NullNode.instance : found[0];
        }
        if (!PatchTarget.same(actual, expected)) {
            throw new PatchFailure("testing value " + path + " failed: test failed");
        }
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? NullNode.instance : value.deepCopy();
    }

    private static @Nullable String text(JsonNode operation, String field) {
        JsonNode value = operation.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private static String required(JsonNode operation, String field, String otherwise) throws PatchFailure {
        String value = text(operation, field);
        if (value == null) {
            throw new PatchFailure(otherwise);
        }
        return value;
    }

    private static String missingField(String field) {
        return field.equals("path")
                ? "operation missing path field: missing value"
                : "operation, missing from field: missing value";
    }

    private static PatchFailure missing(String text) {
        return new PatchFailure(text + ": missing value");
    }

    private static void prefixed(String prefix, Step step) throws PatchFailure {
        try {
            step.run();
        } catch (PatchFailure e) {
            throw new PatchFailure(prefix + e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws PatchFailure;
    }

    private static final class CopyBudget {
        private long spent;

        void spend(JsonNode value) throws PatchFailure {
            spent += value.isNull() ? 0 : value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            if (spent > MAX_COPIED_BYTES) {
                throw new PatchFailure("Unable to complete the copy, the accumulated size increase of copy is " + spent
                        + ", exceeding the limit " + MAX_COPIED_BYTES);
            }
        }
    }
}
