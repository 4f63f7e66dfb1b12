package dev.navarch.crds.instance;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.apply.ObjectConverter;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.StorageForm;
import dev.navarch.api.catalog.SubresourceDescriptor;
import dev.navarch.api.catalog.TableColumn;
import dev.navarch.api.jsonpath.JsonPath;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.apiserver.registry.ScaleMapping;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.crds.definition.Conditions;
import dev.navarch.crds.definition.Definition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources that a definition makes: one for each version that it serves. */
public final class ServedVersions {

    private static final List<String> VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final List<String> PART_VERBS = List.of("get", "patch", "update");
    private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");

    private final Definition definition;
    private final Definition.Version storage;
    private final ObjectConverter converter;

    private ServedVersions(Definition definition, Definition.Version storage, WebhookClient webhooks) {
        this.definition = definition;
        this.storage = storage;
        this.converter = VersionConverter.of(definition, this::schema, webhooks);
    }

    /** The resources; none for a definition that does not serve anything. */
    public static List<ServedResource> of(Definition definition, WebhookClient webhooks) {
        Optional<Definition.Version> storage = definition.storageVersion();
        if (storage.isEmpty() || !definition.isServed()) {
            return List.of();
        }
        var versions = new ServedVersions(definition, storage.get(), webhooks);
        return definition.versions().stream()
                .filter(Definition.Version::served)
                .map(versions::served)
                .toList();
    }

    /** The stored version, whether it is served or not. */
    public static ServedResource stored(Definition definition, WebhookClient webhooks) {
        Definition.Version storage = definition.storageVersion().orElseThrow();
        return new ServedVersions(definition, storage, webhooks).served(storage);
    }

    private ServedResource served(Definition.Version version) {
        StructuralSchema schema = schema(version);
        ResourceDescriptor descriptor = descriptor(version, schema);
        var strategy = new CustomResourceStrategy(
                descriptor, schema, schema(storage), version, definition.isTrue(Conditions.TERMINATING));
        return new ServedResource(descriptor, strategy, converter, true, scale(version));
    }

    private StructuralSchema schema(Definition.Version version) {
        if (version.schema().isObject() && !definition.preservesUnknownFields()) {
            return StructuralSchema.ofCustomResource(version.schema());
        }
        return StructuralSchema.builder(StructuralSchema.Type.OBJECT)
                .preserveUnknownFields(true)
                .build();
    }

    private ResourceDescriptor descriptor(Definition.Version version, StructuralSchema schema) {
        JsonNode names = definition.acceptedNames();
        GroupVersion groupVersion = definition.groupVersion(version);
        GroupVersionKind kind = groupVersion.kind(names.path("kind").asText(""));
        String plural = definition.plural();
        var form = new StorageForm(
                "/registry/" + definition.group() + "/" + plural, definition.groupVersion(storage), false);
        return new ResourceDescriptor(
                new GroupVersionResource(definition.group(), version.name(), plural),
                kind,
                names.path("listKind").asText(""),
                definition.namespaced(),
                names.path("singular").asText(""),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                VERBS,
                storage.served() ? versionHash(kind.kind()) : "",
                form,
                subresources(version, kind),
                () -> schema,
                null,
                columns(version));
    }

    private static List<SubresourceDescriptor> subresources(Definition.Version version, GroupVersionKind kind) {
        var parts = new ArrayList<SubresourceDescriptor>();
        if (version.hasStatus()) {
            parts.add(new SubresourceDescriptor("status", kind, PART_VERBS));
        }
        if (version.scale().isObject()) {
            parts.add(new SubresourceDescriptor("scale", SCALE, PART_VERBS));
        }
        return parts;
    }

    private static Optional<ScaleMapping> scale(Definition.Version version) {
        JsonNode scale = version.scale();
        if (!scale.isObject()) {
            return Optional.empty();
        }
        String selector = scale.path("labelSelectorPath").asText("");
        return Optional.of(new ScaleMapping(
                pointer(scale.path("specReplicasPath").asText("")),
                pointer(scale.path("statusReplicasPath").asText("")),
                selector.isEmpty() ? null : pointer(selector)));
    }

    private static JsonPointer pointer(String path) {
        return JsonPointer.compile(path.replace('.', '/'));
    }

    private static List<TableColumn> columns(Definition.Version version) {
        var columns = new ArrayList<TableColumn>();
        for (JsonNode column : version.columns()) {
            String path = column.path("jsonPath").asText("");
            if (isPath(path)) {
                columns.add(new TableColumn(
                        column.path("name").asText(""),
                        column.path("type").asText(""),
                        column.path("format").asText(""),
                        column.path("description").asText(""),
                        column.path("priority").asInt(0),
                        path));
            }
        }
        return columns;
    }

    private static boolean isPath(String path) {
        try {
            JsonPath.parse(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> texts(@Nullable JsonNode array) {
        var texts = new ArrayList<String>();
        if (array != null) {
            array.forEach(text -> texts.add(text.asText("")));
        }
        return texts;
    }

    /** By which clients see that what is stored has changed. */
    private String versionHash(String kind) {
        String text = definition.group() + "/" + storage.name() + "/" + kind;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
