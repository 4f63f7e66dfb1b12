package dev.navarch.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GeneratedNames;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.meta.StatusException;
import dev.navarch.api.meta.Timestamps;
import dev.navarch.api.meta.Uids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server does to the metadata of every object, whatever its kind. */
public final class MetadataRules {

    private static final List<String> SYSTEM_FIELDS =
            List.of("creationTimestamp", "uid", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink");

    private MetadataRules() {}

    /** Drops what only the server sets; before a create. */
    public static void wipeSystemFields(ObjectNode object) {
        ObjectMeta.metadata(object).remove(SYSTEM_FIELDS);
    }

    /** Gives the object the namespace of the request; 400 when it says another one. */
    public static void ensureNamespace(ObjectNode object, String requestNamespace) {
        String own = ObjectMeta.namespace(object);
        if (!own.equals(requestNamespace)) {
            if (!own.isEmpty() && !requestNamespace.isEmpty()) {
                throw StatusException.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            ObjectMeta.setNamespace(object, requestNamespace);
        }
    }

    /** The birth of an object: identity, time, and a name where one is to be made. */
    static void fillSystemFields(ObjectNode object) {
        ObjectMeta.setCreationTimestamp(object, Timestamps.now());
        ObjectMeta.setUid(object, Uids.next());
    }

    static void generateName(ObjectNode object) {
        String base = ObjectMeta.generateName(object);
        if (!base.isEmpty() && ObjectMeta.name(object).isEmpty()) {
            ObjectMeta.setName(object, GeneratedNames.generate(base));
        }
    }

    /** What an update cannot change, whatever the client sends. */
    static void keepSystemFields(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = ObjectMeta.metadata(object);
        JsonNode before = old.path("metadata");
        if (ObjectMeta.uid(object).isEmpty()) {
            copy(metadata, before, "uid");
        }
        copy(metadata, before, "creationTimestamp");
        if (before.hasNonNull("deletionTimestamp")) {
            copy(metadata, before, "deletionTimestamp");
        }
        if (before.hasNonNull("deletionGracePeriodSeconds") && !metadata.hasNonNull("deletionGracePeriodSeconds")) {
            copy(metadata, before, "deletionGracePeriodSeconds");
        }
        metadata.remove("selfLink");
    }

    static void copy(ObjectNode to, JsonNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    /** Whether anything but metadata and status differs. */
    static boolean specDiffers(ObjectNode object, ObjectNode old) {
        return !withoutMetadataAndStatus(object).equals(withoutMetadataAndStatus(old));
    }

    private static ObjectNode withoutMetadataAndStatus(ObjectNode object) {
        ObjectNode rest = Json.object();
        rest.setAll(object);
        rest.remove(List.of("metadata", "status", "kind", "apiVersion"));
        return rest;
    }

    /** The version that a client demands; 0 where it demands none. */
    static long resourceVersion(@Nullable ObjectNode object) {
        String text = object == null ? "" : ObjectMeta.resourceVersion(object);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.of(500, "", "strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
    }
}
