package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Keeps writes that change nothing but the times of {@code managedFields} from being writes at all. */
public final class ManagedFieldTimes {

    private ManagedFieldTimes() {}

    /**
     * Puts the old times back into {@code updated} where nothing else differs from {@code live}, so that the two become
     * equal; upstream's last step of an update, after admission.
     */
    public static void keepIfNothingElseChanged(ObjectNode live, ObjectNode updated) {
        JsonNode before = live.path("metadata").path("managedFields");
        JsonNode after = updated.path("metadata").path("managedFields");
        if (after.isEmpty() || before.size() != after.size() || sameTimes(before, after)) {
            return;
        }
        if (sameEntries(before, after) && sameButManagedFields(live, updated)) {
            for (int i = 0; i < after.size(); i++) {
                copyTime((ObjectNode) before.get(i), (ObjectNode) after.get(i));
            }
        }
    }

    /** What is wrong with {@code managedFields}, as after a mutating admission plugin; empty if they are sound. */
    public static Optional<String> malformation(JsonNode managedFields) {
        try {
            ManagedFields.decode(managedFields);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean sameTimes(JsonNode before, JsonNode after) {
        for (int i = 0; i < after.size(); i++) {
            if (!before.get(i).path("time").equals(after.get(i).path("time"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(JsonNode before, JsonNode after) {
        for (int i = 0; i < after.size(); i++) {
            if (!before.get(i).isObject()
                    || !after.get(i).isObject()
                    || !sameBut("time", before.get(i), after.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameButManagedFields(ObjectNode live, ObjectNode updated) {
        return sameBut("metadata", live, updated)
                && sameBut("managedFields", live.path("metadata"), updated.path("metadata"));
    }

    private static boolean sameBut(String ignored, JsonNode a, JsonNode b) {
        int sizeA = a.size() - (a.has(ignored) ? 1 : 0);
        int sizeB = b.size() - (b.has(ignored) ? 1 : 0);
        if (sizeA != sizeB) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (!member.getKey().equals(ignored) && (other == null || !JsonOrder.equal(member.getValue(), other))) {
                return false;
            }
        }
        return true;
    }

    private static void copyTime(ObjectNode from, ObjectNode to) {
        JsonNode time = from.get("time");
        if (time == null) {
            to.remove("time");
        } else if (to.has("time")) {
            to.set("time", time);
        } else {
            insertTime(to, time);
        }
    }

    // In its place before the type of the fields, as entries are always written.
    private static void insertTime(ObjectNode entry, JsonNode time) {
        ObjectNode copy = entry.deepCopy();
        entry.removeAll();
        copy.properties().forEach(member -> {
            if (member.getKey().equals("fieldsType")) {
                entry.set("time", time);
            }
            entry.set(member.getKey(), member.getValue());
        });
    }
}
