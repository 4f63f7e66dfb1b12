package dev.navarch.api.apply;

import dev.navarch.api.json.GoFormat;

/**
 * What makes two entries of {@code managedFields} the same: who wrote, how, and through which subresource. An applier is
 * the same whatever version it applies in; an updater is not.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param apiVersion empty for appliers
 * @param subresource empty for the resource itself
 */
record ManagerId(String manager, String operation, String apiVersion, String subresource) {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    ManagerId {
        apiVersion = operation.equals(APPLY) ? "" : apiVersion;
    }

    /** As messages name a manager. */
    String show() {
        String name = GoFormat.quote(manager);
        String text = subresource.isEmpty() ? name : name + " with subresource " + GoFormat.quote(subresource);
        return operation.equals(UPDATE) ? text + " using " + apiVersion : text;
    }

    /** By which upstream orders managers: the JSON of the entry without its fields. */
    String sortKey() {
        return "{" + member("manager", manager) + member(",operation", operation) + member(",apiVersion", apiVersion)
                + member(",subresource", subresource) + "}";
    }

    private static String member(String name, String value) {
        return value.isEmpty() ? "" : name + "\":" + value;
    }
}
