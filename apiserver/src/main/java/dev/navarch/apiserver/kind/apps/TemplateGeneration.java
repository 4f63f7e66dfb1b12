package dev.navarch.apiserver.kind.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.SemanticEquality;

/**
 * The count of a DaemonSet's templates. It was a field once; in {@code apps/v1} it is an annotation, which is the server's
 * and no client's.
 */
final class TemplateGeneration {

    private static final String ANNOTATION = "deprecated.daemonset.template.generation";

    private TemplateGeneration() {}

    /** There is always one, if only of nothing: clients that send none own the annotation all the same. */
    static void show(ObjectNode set) {
        put(set, of(set));
    }

    static void begin(ObjectNode set) {
        put(set, Math.max(1, of(set)));
    }

    static void count(ObjectNode set, ObjectNode old) {
        long before = of(old);
        put(set, SemanticEquality.equal(template(set), template(old)) ? before : before + 1);
    }

    private static JsonNode template(ObjectNode set) {
        return set.path("spec").path("template");
    }

    private static long of(ObjectNode set) {
        String text = set.path("metadata").path("annotations").path(ANNOTATION).asText("");
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void put(ObjectNode set, long generation) {
        ObjectMeta.metadata(set).withObjectProperty("annotations").put(ANNOTATION, Long.toString(generation));
    }
}
