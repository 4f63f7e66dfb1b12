package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.apply.FieldManager;
import dev.navarch.api.apply.FieldPath;
import dev.navarch.api.apply.ScaleFields;
import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupVersion;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.api.schema.Decoder;
import dev.navarch.api.schema.StructuralSchema;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.registry.ScaleMapping;
import dev.navarch.apiserver.registry.ServedResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object seen as a {@code Scale}, and a scale written back into it. */
final class ScaleView {

    private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");
    private static final List<String> SHARED_METADATA =
            List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

    static final ObjectForm FORM = form();

    private final ScaleMapping mapping;
    private final ScaleFields fields;

    private ScaleView(ScaleMapping mapping, ScaleFields fields) {
        this.mapping = mapping;
        this.fields = fields;
    }

    private static ObjectForm form() {
        StructuralSchema schema = Catalog.builtIn().schema(SCALE).orElseThrow();
        Decoder decoder = ResourceCodec.builtIn(SCALE, false);
        FieldManager manager = FieldManager.builder(
                        SCALE,
                        version -> Catalog.builtIn()
                                .schema(GroupVersion.parse(version).kind("Scale")))
                .subresource("scale")
                .emptyObject(() ->
                        decoder.normalize(Json.object().put("kind", "Scale").put("apiVersion", SCALE.apiVersion())))
                .defaulter(decoder::normalize)
                .build();
        return new ObjectForm(SCALE, decoder, schema, manager, object -> object);
    }

    static ScaleView of(Call call) {
        ScaleMapping mapping = call.served().scale().orElseThrow(ResourceRouter::notFound);
        Map<String, Optional<FieldPath>> paths = new HashMap<>();
        for (ServedResource version : call.services().registry().all()) {
            if (version.groupResource().equals(call.groupResource())) {
                version.scale()
                        .ifPresent(each -> paths.put(
                                version.descriptor().kind().apiVersion(), Optional.of(path(each.specReplicas()))));
            }
        }
        return new ScaleView(
                mapping, new ScaleFields(call.served().descriptor().kind().apiVersion(), paths));
    }

    /** The scale with the owners of its replicas, for writes. */
    ObjectNode owned(ObjectNode object) {
        ObjectNode scale = scale(object);
        ArrayNode owners = fields.toSubresource(object.path("metadata").get("managedFields"));
        if (!owners.isEmpty()) {
            ObjectMeta.metadata(scale).set("managedFields", owners);
        }
        return scale;
    }

    ObjectNode scale(ObjectNode object) {
        ObjectNode scale = Json.object();
        scale.put("kind", SCALE.kind());
        scale.put("apiVersion", SCALE.apiVersion());
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : SHARED_METADATA) {
            JsonNode value = object.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        ObjectNode spec = scale.putObject("spec");
        int wanted = object.at(mapping.specReplicas()).asInt(0);
        if (wanted != 0) {
            spec.put("replicas", wanted);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.at(mapping.statusReplicas()).asInt(0));
        String selector = selector(object);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /** Writes the replicas that are wanted, and who owns them. */
    void apply(ObjectNode scale, ObjectNode object) {
        ObjectNode parent = object;
        JsonPointer pointer = mapping.specReplicas();
        while (!pointer.tail().matches()) {
            String name = pointer.getMatchingProperty();
            parent = parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
            pointer = pointer.tail();
        }
        parent.put(
                pointer.getMatchingProperty(),
                scale.path("spec").path("replicas").asInt(0));
        ObjectNode metadata = ObjectMeta.metadata(object);
        ArrayNode owners = fields.toParent(
                metadata.get("managedFields"), scale.path("metadata").get("managedFields"));
        if (owners.isEmpty()) {
            metadata.remove("managedFields");
        } else {
            metadata.set("managedFields", owners);
        }
    }

    private String selector(ObjectNode object) {
        JsonPointer pointer = mapping.selector();
        JsonNode selector = pointer == null ? Json.object() : object.at(pointer);
        if (selector.isTextual()) {
            return selector.textValue();
        }
        boolean structured = selector.has("matchLabels") || selector.has("matchExpressions");
        if (structured) {
            return LabelSelector.of(selector).toString();
        }
        Map<String, String> labels = new HashMap<>();
        selector.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return LabelSelector.of(labels).toString();
    }

    private static FieldPath path(JsonPointer pointer) {
        return FieldPath.of(pointer.toString().substring(1).split("/", -1));
    }
}
