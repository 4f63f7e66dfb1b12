package dev.navarch.crds.instance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.GoFormat;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is said of finalizers whose names may collide with those of others. */
final class FinalizerWarnings {

    private static final Set<String> STANDARD = Set.of("orphan", "foregroundDeletion", "kubernetes");
    private static final String PREFER = "prefer a domain-qualified finalizer name ";

    private FinalizerWarnings() {}

    static List<String> of(ObjectNode object, @Nullable ObjectNode old) {
        var added = new TreeSet<>(ObjectMeta.finalizers(object));
        if (old != null) {
            ObjectMeta.finalizers(old).forEach(added::remove);
        }
        var warnings = new ArrayList<String>();
        for (String finalizer : added) {
            String head = "metadata.finalizers: " + GoFormat.quote(finalizer) + ": ";
            Names.qualifiedName(finalizer).forEach(wrong -> warnings.add(head + wrong));
            if (!finalizer.contains("/") && !STANDARD.contains(finalizer)) {
                String path = finalizer.contains(".") ? "including a path (/) " : "";
                warnings.add(head + PREFER + path + "to avoid accidental conflicts with other finalizer writers");
            }
        }
        return warnings;
    }
}
