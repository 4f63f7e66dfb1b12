package dev.navarch.apiserver.kind.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops the fields of a pod specification whose features are off by default in this version of Kubernetes; those that the
 * old object has already stay.
 */
public final class DisabledFields {

    private static final List<String> PROJECTIONS = List.of("clusterTrustBundle", "podCertificate");

    private DisabledFields() {}

    /** Changes {@code spec}; the old one is null on create. */
    public static void drop(@Nullable ObjectNode spec, @Nullable JsonNode oldSpec) {
        if (spec == null) {
            return;
        }
        if (!Fields.isSet(oldSpec, "schedulingGroup")) {
            spec.remove("schedulingGroup");
        }
        for (String projection : PROJECTIONS) {
            if (!projects(oldSpec, projection)) {
                Fields.objects(spec, "volumes").forEach(volume -> dropProjection(volume, projection));
            }
        }
        if (oldSpec == null || Containers.all((ObjectNode) oldSpec).stream().noneMatch(DisabledFields::hasStopSignal)) {
            Containers.all(spec).forEach(DisabledFields::dropStopSignal);
        }
    }

    private static boolean projects(@Nullable JsonNode spec, String projection) {
        return Fields.objects(spec, "volumes").stream()
                .flatMap(volume -> Fields.objects(Fields.object(volume, "projected"), "sources").stream())
                .anyMatch(source -> source.has(projection));
    }

    private static void dropProjection(ObjectNode volume, String projection) {
        Fields.objects(Fields.object(volume, "projected"), "sources").forEach(source -> source.remove(projection));
    }

    private static boolean hasStopSignal(ObjectNode container) {
        return Fields.isSet(Fields.object(container, "lifecycle"), "stopSignal");
    }

    private static void dropStopSignal(ObjectNode container) {
        ObjectNode lifecycle = Fields.object(container, "lifecycle");
        if (lifecycle != null && lifecycle.remove("stopSignal") != null && lifecycle.isEmpty()) {
            container.remove("lifecycle");
        }
    }
}
