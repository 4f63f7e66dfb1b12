package dev.navarch.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.StatusException;
import java.util.Optional;

/** Types the objects of a write by their schemas and tracks or applies them, with upstream's error texts. */
final class StructuredMerge {

    private final GroupVersionKind kind;
    private final KindVersions versions;
    private final OwnershipUpdater updater;

    StructuredMerge(GroupVersionKind kind, KindVersions versions) {
        this.kind = kind;
        this.versions = versions;
        this.updater = new OwnershipUpdater(versions);
    }

    ManagedFields update(ObjectNode live, ObjectNode updated, ManagedFields managed, ManagerId manager)
            throws TypedException {
        return updater.update(typed(live), typed(updated), managed, manager);
    }

    OwnershipUpdater.Applied apply(
            ObjectNode live, ObjectNode applied, ManagedFields managed, ManagerId manager, boolean force)
            throws ApplyConflicts {
        requireVersion(applied);
        JsonNode own = applied.path("metadata").get("managedFields");
        if (own != null && !own.isNull()) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        TypedValue typedPatch = versions.typed(applied, kind.apiVersion());
        try {
            typedPatch.validate(false);
        } catch (TypedException e) {
            throw unclassified("failed to create typed patch object (" + describe(applied) + "): " + e.getMessage());
        }
        try {
            return updater.apply(typed(live), typedPatch, managed, manager, force);
        } catch (TypedException e) {
            throw unclassified("failed to merge config: " + e.getMessage());
        }
    }

    /** The fields of the applied configuration that the live object holds with the same value. */
    Optional<FieldSet> unchangedSince(ObjectNode configuration, ObjectNode live) {
        try {
            TypedValue before = versions.typed(configuration, kind.apiVersion());
            before.validate(false);
            Comparison change = before.compare(typed(live));
            return Optional.of(before.fields()
                    .difference(change.modified())
                    .difference(change.added())
                    .difference(change.removed()));
        } catch (TypedException e) {
            return Optional.empty();
        }
    }

    private TypedValue typed(ObjectNode object) {
        return versions.typed(versions.inVersion(object, kind.apiVersion()), kind.apiVersion());
    }

    private void requireVersion(ObjectNode applied) {
        String version = applied.path("apiVersion").asText("");
        if (!version.equals(kind.apiVersion())) {
            throw StatusException.badRequest("Incorrect version specified in apply patch. Specified patch version: "
                    + version + ", expected: " + kind.apiVersion());
        }
    }

    static String describe(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("") + "; " + describeKind(object);
    }

    /** As Go prints a kind: {@code apps/v1, Kind=Deployment}, {@code /v1, Kind=Pod}. */
    static String describeKind(ObjectNode object) {
        GroupVersion version = groupVersion(object.path("apiVersion").asText(""));
        return version.group() + "/" + version.version() + ", Kind="
                + object.path("kind").asText("");
    }

    private static GroupVersion groupVersion(String apiVersion) {
        try {
            return GroupVersion.parse(apiVersion);
        } catch (IllegalArgumentException e) {
            return new GroupVersion("", "");
        }
    }

    static StatusException unclassified(String message) {
        return StatusException.of(500, "", message);
    }
}
