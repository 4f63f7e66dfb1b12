package dev.navarch.apiserver.kind.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;

/**
 * Counts the templates of a DaemonSet in an annotation that no client can set back; older controllers tell by it which
 * pods are current.
 */
public final class TemplateGeneration {

    private static final String ANNOTATION = "deprecated.daemonset.template.generation";

    private TemplateGeneration() {}

    /** The first template, unless the client brings a count of its own. */
    public static void begin(ObjectNode daemonSet) {
        put(daemonSet, Math.max(1, of(daemonSet)));
    }

    /** The count of the old object, and one more where the template is another. */
    public static void advance(ObjectNode daemonSet, ObjectNode old) {
        long before = Math.max(1, of(old));
        put(daemonSet, template(daemonSet).equals(template(old)) ? before : before + 1);
    }

    private static JsonNode template(ObjectNode daemonSet) {
        return daemonSet.at("/spec/template");
    }

    private static long of(ObjectNode daemonSet) {
        try {
            return Long.parseLong(
                    daemonSet.at("/metadata/annotations").path(ANNOTATION).asText("0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void put(ObjectNode daemonSet, long generation) {
        Fields.objectOrNew(Fields.objectOrNew(daemonSet, "metadata"), "annotations")
                .put(ANNOTATION, Long.toString(generation));
    }
}
