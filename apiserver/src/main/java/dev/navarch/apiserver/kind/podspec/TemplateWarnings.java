package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.kind.fields.Sameness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What clients are warned of when they write something that holds a pod template. */
public final class TemplateWarnings {

    private TemplateWarnings() {}

    /** Of the template under {@code spec}, which is a path with dots; on changes only when the spec changed. */
    public static BiFunction<ObjectNode, @Nullable ObjectNode, List<String>> of(String spec) {
        String pointer = "/" + spec.replace('.', '/');
        return (object, old) -> {
            JsonNode owner = object.at(pointer);
            boolean unchanged = old != null && Sameness.same(owner, old.at(pointer));
            return unchanged ? List.of() : PodWarnings.ofTemplate(owner.path("template"), spec + ".template");
        };
    }

    /** As {@link #of}, and of a name that does not do for the pods that are named after the object. */
    public static BiFunction<ObjectNode, @Nullable ObjectNode, List<String>> ofNamedLikePods(String spec) {
        return (object, old) -> {
            var warnings = new ArrayList<String>();
            if (old == null) {
                List<String> problems = Names.dns1123Label(ObjectMeta.name(object));
                if (!problems.isEmpty()) {
                    warnings.add(
                            "metadata.name: this is used in Pod names and hostnames, which can result in surprising"
                                    + " behavior; a DNS label is recommended: [" + String.join(" ", problems) + "]");
                }
            }
            warnings.addAll(of(spec).apply(object, old));
            return warnings;
        };
    }
}
