package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoded {@code metadata.managedFields} of an object: who owns which fields, in which version, since when. Holds
 * one write's working state: mutable, for one thread.
 */
final class ManagedFields {

    static final String FIELDS_V1 = "FieldsV1";

    private final Map<ManagerId, Entry> entries;

    private ManagedFields(Map<ManagerId, Entry> entries) {
        this.entries = entries;
    }

    /**
     * What one manager owns.
     *
     * @param apiVersion the version in which the set's paths are to be read
     * @param time RFC 3339 in whole seconds; null if the manager never changed anything
     * @param encoded the JSON that the set was read from, so that a set that stays need not be written again
     */
    @SuppressWarnings("ReferenceEquality") // the same set means unchanged, without a walk
    record Entry(
            FieldSet set,
            String apiVersion,
            boolean applied,
            @Nullable String time,
            @Nullable JsonNode encoded) {

        static Entry of(FieldSet set, String apiVersion, boolean applied, @Nullable String time) {
            return new Entry(set, apiVersion, applied, time, null);
        }

        Entry with(FieldSet other) {
            return other == set ? this : new Entry(other, apiVersion, applied, time, null);
        }

        Entry at(Instant now) {
            return at(timestamp(now));
        }

        Entry at(@Nullable String otherTime) {
            return new Entry(set, apiVersion, applied, otherTime, encoded);
        }

        /** Orders by time: as text, for that is in UTC and of one length unless a client made it. */
        String timeOrder() {
            if (time == null) {
                return "";
            }
            if (time.length() == "2006-01-02T15:04:05Z".length() && time.endsWith("Z")) {
                return time;
            }
            try {
                return timestamp(Instant.parse(time));
            } catch (DateTimeParseException e) {
                return "";
            }
        }
    }

    static ManagedFields empty() {
        return new ManagedFields(new LinkedHashMap<>());
    }

    ManagedFields copy() {
        return new ManagedFields(new LinkedHashMap<>(entries));
    }

    /**
     * Reads the entries of an object.
     *
     * @throws IllegalArgumentException with upstream's text if an entry is malformed
     */
    static ManagedFields decode(@Nullable JsonNode encoded) {
        ManagedFields managed = empty();
        if (encoded != null && encoded.isArray()) {
            for (int i = 0; i < encoded.size(); i++) {
                managed.decodeEntry(encoded.get(i), i);
            }
        }
        return managed;
    }

    private void decodeEntry(JsonNode entry, int index) {
        String operation = entry.path("operation").asText("");
        String apiVersion = entry.path("apiVersion").asText("");
        String fieldsType = entry.path("fieldsType").asText("");
        if (!operation.equals(ManagerId.APPLY) && !operation.equals(ManagerId.UPDATE)) {
            throw new IllegalArgumentException("operation must be `Apply` or `Update`");
        }
        if (apiVersion.isEmpty()) {
            throw new IllegalArgumentException("apiVersion must not be empty");
        }
        if (fieldsType.isEmpty()) {
            throw new IllegalArgumentException("missing fieldsType in managed fields entry " + index);
        }
        if (!fieldsType.equals(FIELDS_V1)) {
            throw new IllegalArgumentException(
                    "invalid fieldsType " + GoFormat.quote(fieldsType) + " in managed fields entry " + index);
        }
        var id = new ManagerId(
                entry.path("manager").asText(""),
                operation,
                apiVersion,
                entry.path("subresource").asText(""));
        JsonNode fields = entry.get("fieldsV1");
        FieldSet set = fields == null || fields.isNull() ? FieldSet.EMPTY : FieldsV1.decode(fields);
        JsonNode time = entry.get("time");
        String since = time == null || !time.isTextual() ? null : time.textValue();
        entries.put(id, new Entry(set, apiVersion, operation.equals(ManagerId.APPLY), since, fields));
    }

    /** Writes the entries into {@code metadata.managedFields}; none removes the member. */
    void encodeInto(ObjectNode object) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.remove("managedFields");
        if (!entries.isEmpty()) {
            metadata.set("managedFields", encode());
        }
    }

    ArrayNode encode() {
        List<Map.Entry<ManagerId, Entry>> sorted = new ArrayList<>(entries.entrySet());
        if (sorted.size() > 1) {
            sorted.sort(Comparator.comparing((Map.Entry<ManagerId, Entry> e) -> operation(e))
                    .thenComparing(e -> e.getValue().timeOrder())
                    .thenComparing(e -> e.getKey().manager(), JsonOrder::compareText)
                    .thenComparing(e -> e.getValue().apiVersion())
                    .thenComparing(e -> e.getKey().subresource()));
        }
        ArrayNode out = Json.nodes().arrayNode(sorted.size());
        sorted.forEach(e -> out.add(encode(e.getKey(), e.getValue())));
        return out;
    }

    private static String operation(Map.Entry<ManagerId, Entry> entry) {
        return entry.getValue().applied() ? ManagerId.APPLY : entry.getKey().operation();
    }

    private static ObjectNode encode(ManagerId id, Entry entry) {
        ObjectNode out = Json.object();
        if (!id.manager().isEmpty()) {
            out.put("manager", id.manager());
        }
        out.put("operation", entry.applied() ? ManagerId.APPLY : id.operation());
        out.put("apiVersion", entry.apiVersion());
        if (entry.time() != null) {
            out.put("time", entry.time());
        }
        out.put("fieldsType", FIELDS_V1);
        out.set("fieldsV1", entry.encoded() == null ? FieldsV1.encode(entry.set()) : entry.encoded());
        if (!id.subresource().isEmpty()) {
            out.put("subresource", id.subresource());
        }
        return out;
    }

    static String timestamp(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable
    Entry get(ManagerId id) {
        return entries.get(id);
    }

    void put(ManagerId id, Entry entry) {
        entries.put(id, entry);
    }

    void remove(ManagerId id) {
        entries.remove(id);
    }

    void removeEmpty() {
        entries.values().removeIf(entry -> entry.set().isEmpty());
    }

    List<ManagerId> ids() {
        return List.copyOf(entries.keySet());
    }

    /** A live view of the entries; values may be replaced through it. */
    Map<ManagerId, Entry> entries() {
        return entries;
    }
}
