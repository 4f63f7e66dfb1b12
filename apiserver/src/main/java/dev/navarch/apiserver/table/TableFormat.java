package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.catalog.ResourceDescriptor;
import dev.navarch.api.catalog.TableColumn;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.GroupResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns objects of one resource into Tables of {@code meta.k8s.io}. Made once a served resource; safe for use by
 * several threads. The objects given are not changed, but with {@link IncludeObject#OBJECT} they are part of the answer.
 */
public final class TableFormat {

    private static final GroupResource FLOW_SCHEMAS = new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas");
    private static final TableColumn NAME = TableColumn.of("Name", "string", "name", 0);

    private static final TableFormat SCALE = new TableFormat(
            List.of(
                    NAME,
                    TableColumn.of("Desired", "integer", "", 0),
                    TableColumn.of("Available", "integer", "", 0),
                    TableColumn.of("Age", "string", "", 0)),
            row -> row.name()
                    .add(row.number("spec", "replicas"))
                    .add(row.number("status", "replicas"))
                    .age(),
            new GroupResource("autoscaling", "scale"));

    private final List<TableColumn> columns;
    private final TablePrinter printer;
    private final GroupResource resource;

    private TableFormat(List<TableColumn> columns, TablePrinter printer, GroupResource resource) {
        this.columns = columns;
        this.printer = printer;
        this.resource = resource;
    }

    /** The format of a built-in resource or, where the descriptor has no protobuf message, of a custom one. */
    public static TableFormat of(ResourceDescriptor descriptor) {
        if (descriptor.protobuf()) {
            return new TableFormat(
                    descriptor.columns(),
                    TablePrinters.forResource(descriptor.groupResource()),
                    descriptor.groupResource());
        }
        List<TableColumn> custom = descriptor.columns().stream()
                .filter(column -> !column.jsonPath().isEmpty())
                .toList();
        if (custom.isEmpty()) {
            custom = List.of(CustomColumns.AGE);
        }
        var columns = new ArrayList<TableColumn>();
        columns.add(NAME);
        columns.addAll(custom);
        return new TableFormat(columns, new CustomColumns(custom), descriptor.groupResource());
    }

    /** The format of the scale subresource of any resource. */
    public static TableFormat ofScale() {
        return SCALE;
    }

    /**
     * The table of a LIST.
     *
     * @param metadata the list's own metadata
     * @param metaVersion the version of the table's group, {@code v1} or {@code v1beta1}
     * @param headers whether the columns are described
     */
    public ObjectNode list(
            ObjectNode metadata, List<ObjectNode> items, IncludeObject include, String metaVersion, boolean headers) {
        ObjectNode table = table(metaVersion);
        table.set("metadata", metadata);
        table.set("columnDefinitions", headers ? definitions() : Json.nodes().nullNode());
        ArrayNode rows = table.putArray("rows");
        Instant now = Instant.now();
        for (ObjectNode item : ordered(items)) {
            rows.add(row(item, include, metaVersion, now));
        }
        return table;
    }

    /** The table of one object: an answer to GET, or an event of a watch, whose first one only has headers. */
    public ObjectNode single(ObjectNode object, IncludeObject include, String metaVersion, boolean headers) {
        ObjectNode metadata = Json.object();
        JsonNode version = object.path("metadata").path("resourceVersion");
        if (version.isTextual()) {
            metadata.set("resourceVersion", version);
        }
        return list(metadata, List.of(object), include, metaVersion, headers);
    }

    private static ObjectNode table(String metaVersion) {
        return Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/" + metaVersion);
    }

    private List<ObjectNode> ordered(List<ObjectNode> items) {
        if (!resource.equals(FLOW_SCHEMAS)) {
            return items;
        }
        return items.stream()
                .sorted(Comparator.comparingLong((ObjectNode item) ->
                                item.path("spec").path("matchingPrecedence").asLong())
                        .thenComparing(
                                item -> item.path("metadata").path("name").asText("")))
                .toList();
    }

    private ArrayNode definitions() {
        ArrayNode definitions = Json.array();
        for (TableColumn column : columns) {
            String description =
                    column.description().isEmpty() && !column.jsonPath().isEmpty()
                            ? "Custom resource definition column (in JSONPath format): " + column.jsonPath()
                            : column.description();
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", description)
                    .put("priority", column.priority());
        }
        return definitions;
    }

    private ObjectNode row(ObjectNode object, IncludeObject include, String metaVersion, Instant now) {
        var row = new Row(object, now);
        printer.print(row);
        ObjectNode shown = Json.object();
        shown.set("cells", row.cells());
        ArrayNode conditions = row.conditions();
        if (conditions != null) {
            shown.set("conditions", conditions);
        }
        shown.set(
                "object",
                switch (include) {
                    case NONE -> Json.nodes().nullNode();
                    case METADATA -> partial(object, metaVersion);
                    case OBJECT -> object;
                });
        return shown;
    }

    private static ObjectNode partial(ObjectNode object, String metaVersion) {
        ObjectNode partial =
                Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/" + metaVersion);
        JsonNode metadata = object.get("metadata");
        partial.set("metadata", metadata == null ? Json.object() : metadata);
        return partial;
    }
}
