package dev.navarch.api.catalog;

/**
 * A column of the Table form.
 *
 * @param type an OpenAPI type: {@code string}, {@code integer}, {@code date}, …
 * @param format an OpenAPI format; {@code name} marks the primary column
 * @param priority 0 shows always, above that only in wide output
 * @param jsonPath where the cell comes from, for custom resources; empty for built-in kinds
 */
public record TableColumn(String name, String type, String format, String description, int priority, String jsonPath) {

    public static TableColumn of(String name, String type, String format, int priority) {
        return new TableColumn(name, type, format, "", priority, "");
    }
}
