package dev.navarch.controllers.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of an object's metadata that says who it is and whose it is. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectMetadata(
        @Nullable String namespace,
        String name,
        String uid,
        String resourceVersion,
        @Nullable String deletionTimestamp,
        List<Owner> ownerReferences,
        List<String> finalizers) {

    public ObjectMetadata {
        name = Objects.requireNonNullElse(name, "");
        uid = Objects.requireNonNullElse(uid, "");
        resourceVersion = Objects.requireNonNullElse(resourceVersion, "");
        ownerReferences = ownerReferences == null ? List.of() : List.copyOf(ownerReferences);
        finalizers = finalizers == null ? List.of() : List.copyOf(finalizers);
    }

    public boolean isMarkedForDeletion() {
        return deletionTimestamp != null;
    }

    /** An owner reference. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Owner(
            String apiVersion,
            String kind,
            String name,
            String uid,
            @Nullable Boolean controller,
            @Nullable Boolean blockOwnerDeletion) {

        public boolean blocksDeletion() {
            return Boolean.TRUE.equals(blockOwnerDeletion);
        }

        /** The group of the API version, empty for the core group. */
        public String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }
    }
}
