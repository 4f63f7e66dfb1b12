package dev.navarch.apiserver.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.admission.AdmissionAttributes;
import dev.navarch.apiserver.admission.AdmissionPlugin;
import dev.navarch.apiserver.admission.Operation;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applies the LimitRanges of a namespace. */
public final class LimitRanger implements AdmissionPlugin {

    private static final GroupResource LIMIT_RANGES = new GroupResource("", "limitranges");

    private final ObjectReader reader;

    public LimitRanger(ObjectReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return "LimitRanger";
    }

    @Override
    public boolean handles(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    @Override
    public void admit(AdmissionAttributes attributes) {
        if (isPod(attributes)) {
            for (ObjectNode range : rangesFor(attributes)) {
                ContainerDefaults.apply(range.path("spec").path("limits"), attributes.requireObject());
            }
        }
    }

    @Override
    public void validate(AdmissionAttributes attributes) {
        boolean pod = isPod(attributes);
        if (!pod && !attributes.isForMain("", "persistentvolumeclaims")) {
            return;
        }
        for (ObjectNode range : rangesFor(attributes)) {
            Set<String> problems = new LinkedHashSet<>();
            for (JsonNode limit : range.path("spec").path("limits")) {
                if (pod) {
                    LimitChecks.checkPod(limit, attributes.requireObject(), problems);
                } else {
                    LimitChecks.checkClaim(limit, attributes.requireObject(), problems);
                }
            }
            if (!problems.isEmpty()) {
                throw attributes.forbidden(
                        problems.size() == 1 ? problems.iterator().next() : "[" + String.join(", ", problems) + "]");
            }
        }
    }

    /** A pod's resources change only through its subresource {@code resize} once it is there. */
    private static boolean isPod(AdmissionAttributes attributes) {
        if (!attributes.isFor("", "pods")) {
            return false;
        }
        return switch (attributes.subresource()) {
            case "" -> attributes.operation() == Operation.CREATE;
            case "resize" -> attributes.operation() == Operation.UPDATE;
            default -> false;
        };
    }

    private List<ObjectNode> rangesFor(AdmissionAttributes attributes) {
        ObjectNode old = attributes.oldObject();
        if (old != null && old.path("metadata").hasNonNull("deletionTimestamp")) {
            return List.of();
        }
        return reader.list(LIMIT_RANGES, attributes.namespace());
    }
}
