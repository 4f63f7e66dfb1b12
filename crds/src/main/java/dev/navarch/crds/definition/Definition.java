package dev.navarch.crds.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CustomResourceDefinition as it is read. The tree is not changed. */
public record Definition(ObjectNode object) {

    public static final String CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
    public static final GroupVersionResource RESOURCE =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    /** One of the versions, as written. */
    public record Version(JsonNode source) {

        public String name() {
            return source.path("name").asText("");
        }

        public boolean served() {
            return source.path("served").asBoolean(false);
        }

        public boolean storage() {
            return source.path("storage").asBoolean(false);
        }

        /** Missing where there is none. */
        public JsonNode schema() {
            return source.path("schema").path("openAPIV3Schema");
        }

        public boolean hasStatus() {
            return source.path("subresources").has("status");
        }

        /** Missing where there is none. */
        public JsonNode scale() {
            return source.path("subresources").path("scale");
        }

        public JsonNode columns() {
            return source.path("additionalPrinterColumns");
        }

        public JsonNode selectableFields() {
            return source.path("selectableFields");
        }
    }

    public String name() {
        return ObjectMeta.name(object);
    }

    public String uid() {
        return ObjectMeta.uid(object);
    }

    public JsonNode spec() {
        return object.path("spec");
    }

    public String group() {
        return spec().path("group").asText("");
    }

    public boolean namespaced() {
        return spec().path("scope").asText("").equals("Namespaced");
    }

    /** The names that are asked for. */
    public JsonNode names() {
        return spec().path("names");
    }

    /** The names that it has. */
    public JsonNode acceptedNames() {
        return object.path("status").path("acceptedNames");
    }

    public String plural() {
        return names().path("plural").asText("");
    }

    public List<Version> versions() {
        var versions = new ArrayList<Version>();
        spec().path("versions").forEach(version -> versions.add(new Version(version)));
        return versions;
    }

    public Optional<Version> storageVersion() {
        return versions().stream().filter(Version::storage).findFirst();
    }

    public GroupVersion groupVersion(Version version) {
        return new GroupVersion(group(), version.name());
    }

    public GroupResource groupResource() {
        return new GroupResource(group(), plural());
    }

    public GroupVersionResource resource(Version version) {
        return new GroupVersionResource(group(), version.name(), plural());
    }

    public boolean preservesUnknownFields() {
        return spec().path("preserveUnknownFields").asBoolean(false);
    }

    public boolean isTrue(String condition) {
        return Conditions.isTrue(object, condition);
    }

    public boolean isTerminating() {
        return ObjectMeta.isBeingDeleted(object) || isTrue(Conditions.TERMINATING);
    }

    /** Whether its objects can be asked for. */
    public boolean isServed() {
        return isTrue(Conditions.NAMES_ACCEPTED) || isTrue(Conditions.ESTABLISHED);
    }

    public boolean awaitsCleanup() {
        return ObjectMeta.isBeingDeleted(object)
                && ObjectMeta.finalizers(object).contains(CLEANUP_FINALIZER);
    }
}
