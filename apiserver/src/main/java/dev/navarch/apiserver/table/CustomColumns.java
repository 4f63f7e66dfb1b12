package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.navarch.api.catalog.TableColumn;
import dev.navarch.api.json.Json;
import dev.navarch.api.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The printer of a custom resource: the name, and a cell for each path of its columns. */
final class CustomColumns implements TablePrinter {

    /** What a definition without columns gets. */
    static final TableColumn AGE = new TableColumn("Age", "date", "", "", 0, ".metadata.creationTimestamp");

    private record Column(@Nullable JsonPath path, String type) {

        List<JsonNode> find(JsonNode object) {
            return path == null ? List.of() : path.find(object);
        }
    }

    private final List<Column> columns = new ArrayList<>();

    /** Takes the columns after the name; a path that cannot be read makes an empty column. */
    CustomColumns(List<TableColumn> columns) {
        for (TableColumn column : columns) {
            this.columns.add(new Column(parse(column.jsonPath()), column.type()));
        }
    }

    private static @Nullable JsonPath parse(String path) {
        try {
            return JsonPath.parse(path);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void print(Row row) {
        row.name();
        for (Column column : columns) {
            List<JsonNode> found = column.find(row.object());
            row.add(found.isEmpty() ? NullNode.getInstance() : cell(row, column.type, found.getFirst()));
        }
    }

    private static JsonNode cell(Row row, String type, JsonNode value) {
        return switch (type) {
            case "string" -> Json.nodes().textNode(text(value));
            case "integer" -> value.isNumber() ? Json.nodes().numberNode(value.longValue()) : NullNode.getInstance();
            case "number" -> value.isNumber() ? value : NullNode.getInstance();
            case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
            case "date" -> date(row, value);
            default -> NullNode.getInstance();
        };
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "<no value>";
        }
        return value.isTextual() ? value.textValue() : Json.string(value);
    }

    private static JsonNode date(Row row, JsonNode value) {
        if (!value.isTextual()) {
            return NullNode.getInstance();
        }
        if (value.textValue().isEmpty()) {
            return Json.nodes().textNode("<unknown>");
        }
        return Json.nodes().textNode(Row.instant(value) == null ? "<invalid>" : row.since(value));
    }
}
