package dev.navarch.api.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The document while a JSON patch works on it. Objects that a pointer went through end up with sorted members, as
 * upstream prints them in the messages that quote a patched document.
 */
final class PatchTarget {

    private JsonNode root;
    private final Set<ObjectNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    PatchTarget(JsonNode root) {
        this.root = root;
        visit(root);
    }

    JsonNode root() {
        return root;
    }

    void replaceRoot(JsonNode value) {
        root = value;
        visit(value);
    }

    JsonNode finish() {
        for (ObjectNode object : visited) {
            SortedMembers.sort(object);
        }
        return root;
    }

    /** Where a pointer leads; null when something on the way is absent, null or no container. */
    @Nullable
    Location find(String pointer) {
        String[] parts = pointer.split("/", -1);
        if (parts.length < 2) {
            return null;
        }
        JsonNode container = root;
        for (int i = 1; i < parts.length - 1; i++) {
            JsonNode next;
            try {
                next = locate(container, decode(parts[i])).get();
            } catch (PatchFailure e) {
                return null;
            }
            if (next == null || !next.isContainerNode()) {
                return null;
            }
            visit(next);
            container = next;
        }
        return locate(container, decode(parts[parts.length - 1]));
    }

    private static Location locate(JsonNode container, String key) {
        return container instanceof ArrayNode array ? new Element(array, key) : new Member((ObjectNode) container, key);
    }

    private void visit(JsonNode node) {
        if (node instanceof ObjectNode object) {
            visited.add(object);
        }
    }

    private static String decode(String token) {
        return token.indexOf('~') < 0 ? token : unescape(token);
    }

    // In one pass from the left: "~01" is "~1", not "/".
    private static String unescape(String token) {
        var out = new StringBuilder(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            char next = i + 1 < token.length() ? token.charAt(i + 1) : 0;
            if (c == '~' && (next == '0' || next == '1')) {
                out.append(next == '0' ? '~' : '/');
                i++;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** JSON equality; an integer never equals a float, as the two are written differently. */
    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            if (a.isIntegralNumber() != b.isIntegralNumber()) {
                return false;
            }
            return a.isIntegralNumber()
                    ? a.bigIntegerValue().equals(b.bigIntegerValue())
                    : a.doubleValue() == b.doubleValue();
        }
        if (a.getNodeType() != b.getNodeType() || a.size() != b.size()) {
            return false;
        }
        if (a.isObject()) {
            for (var member : a.properties()) {
                JsonNode other = b.get(member.getKey());
                if (other == null || !same(member.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        if (a.isArray()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    /** A place in a container, named by the last token of a pointer. */
    sealed interface Location {
        String key();

        /** The value there; null where an object has no such member. */
        @Nullable
        JsonNode get() throws PatchFailure;

        void set(JsonNode value) throws PatchFailure;

        void add(JsonNode value) throws PatchFailure;

        void remove() throws PatchFailure;
    }

    private record Member(ObjectNode object, String key) implements Location {
        @Override
        public @Nullable JsonNode get() {
            return object.get(key);
        }

        @Override
        public void set(JsonNode value) {
            object.set(key, value);
        }

        @Override
        public void add(JsonNode value) {
            object.set(key, value);
        }

        @Override
        public void remove() throws PatchFailure {
            if (object.remove(key) == null) {
                throw new PatchFailure("Unable to remove nonexistent key: " + key + ": missing value");
            }
        }
    }

    private record Element(ArrayNode array, String key) implements Location {
        @Override
        public JsonNode get() throws PatchFailure {
            return array.get(existing());
        }

        @Override
        public void set(JsonNode value) throws PatchFailure {
            array.set(existing(), value);
        }

        @Override
        public void add(JsonNode value) throws PatchFailure {
            if (key.equals("-")) {
                array.add(value);
                return;
            }
            int index;
            try {
                index = parse();
            } catch (PatchFailure e) {
                throw new PatchFailure("value was not a proper array index: '" + key + "': " + e.getMessage());
            }
            array.insert(inBounds(index, array.size() + 1), value);
        }

        @Override
        public void remove() throws PatchFailure {
            array.remove(existing());
        }

        private int existing() throws PatchFailure {
            return inBounds(parse(), array.size());
        }

        private int parse() throws PatchFailure {
            if (!key.matches("[+-]?[0-9]+")) {
                throw new PatchFailure("strconv.Atoi: parsing \"" + key + "\": invalid syntax");
            }
            try {
                return Integer.parseInt(key);
            } catch (NumberFormatException e) {
                throw new PatchFailure("strconv.Atoi: parsing \"" + key + "\": value out of range");
            }
        }

        private static int inBounds(int index, int size) throws PatchFailure {
            if (index >= size || index < -size) {
                throw new PatchFailure("Unable to access invalid index: " + index + ": invalid index referenced");
            }
            return index < 0 ? index + size : index;
        }
    }
}
