package dev.navarch.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Volumes, claims and classes; and devices, which are claimed in the same way. */
final class StoragePrinters {

    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final List<Map.Entry<String, String>> ACCESS_MODES = List.of(
            Map.entry("ReadWriteOnce", "RWO"),
            Map.entry("ReadOnlyMany", "ROX"),
            Map.entry("ReadWriteMany", "RWX"),
            Map.entry("ReadWriteOncePod", "RWOP"));

    private StoragePrinters() {}

    static void volume(Row row) {
        JsonNode claim = row.at("spec", "claimRef");
        row.name()
                .add(row.textOr("0", "spec", "capacity", "storage"))
                .add(accessModes(row.at("spec", "accessModes")))
                .add(row.text("spec", "persistentVolumeReclaimPolicy"))
                .add(phase(row))
                .add(
                        claim.isObject()
                                ? claim.path("namespace").asText("") + "/"
                                        + claim.path("name").asText("")
                                : "")
                .add(storageClass(row))
                .add(row.textOr("<unset>", "spec", "volumeAttributesClassName"))
                .add(row.text("status", "reason"))
                .age()
                .add(row.textOr("<unset>", "spec", "volumeMode"));
    }

    static void claim(Row row) {
        String volume = row.text("spec", "volumeName");
        boolean bound = !volume.isEmpty();
        row.name()
                .add(phase(row))
                .add(volume)
                .add(bound ? row.textOr("0", "status", "capacity", "storage") : "")
                .add(bound ? accessModes(row.at("status", "accessModes")) : "")
                .add(storageClass(row))
                .add(row.textOr("<unset>", "spec", "volumeAttributesClassName"))
                .age()
                .add(row.textOr("<unset>", "spec", "volumeMode"));
    }

    private static String phase(Row row) {
        return ObjectMeta.isBeingDeleted(row.object()) ? "Terminating" : row.text("status", "phase");
    }

    private static String storageClass(Row row) {
        return ObjectMeta.annotation(row.object(), CLASS_ANNOTATION)
                .orElseGet(() -> row.text("spec", "storageClassName"));
    }

    private static String accessModes(JsonNode modes) {
        List<String> given = Row.texts(modes);
        var shown = new ArrayList<String>();
        for (Map.Entry<String, String> mode : ACCESS_MODES) {
            if (given.contains(mode.getKey())) {
                shown.add(mode.getValue());
            }
        }
        return String.join(",", shown);
    }

    static void storageClassOf(Row row) {
        boolean standard = isTrue(row, "storageclass.kubernetes.io/is-default-class")
                || isTrue(row, "storageclass.beta.kubernetes.io/is-default-class");
        row.add(row.text("metadata", "name") + (standard ? " (default)" : ""))
                .add(row.text("provisioner"))
                .add(row.textOr("Delete", "reclaimPolicy"))
                .add(row.textOr("Immediate", "volumeBindingMode"))
                .add(row.at("allowVolumeExpansion").asBoolean(false))
                .age();
    }

    private static boolean isTrue(Row row, String annotation) {
        return row.text("metadata", "annotations", annotation).equals("true");
    }

    static void attachment(Row row) {
        row.name()
                .add(row.text("spec", "attacher"))
                .add(row.text("spec", "source", "persistentVolumeName"))
                .add(row.text("spec", "nodeName"))
                .add(row.at("status", "attached").asBoolean(false))
                .age();
    }

    static void attributesClass(Row row) {
        row.name().add(row.text("driverName")).age();
    }

    static void csiDriver(Row row) {
        List<String> modes = Row.texts(row.at("spec", "volumeLifecycleModes"));
        JsonNode tokens = row.at("spec", "tokenRequests");
        row.name()
                .add(row.at("spec", "attachRequired").asBoolean(true))
                .add(row.at("spec", "podInfoOnMount").asBoolean(false))
                .add(row.at("spec", "storageCapacity").asBoolean(false))
                .add(tokens.isArray() ? Row.joined(tokens, "audience", ",") : "<unset>")
                .add(row.at("spec", "requiresRepublish").asBoolean(false))
                .add(modes.isEmpty() ? "<none>" : String.join(",", modes))
                .age();
    }

    static void csiNode(Row row) {
        row.name().add(row.at("spec", "drivers").size()).age();
    }

    static void resourceClaim(Row row) {
        boolean deleted = ObjectMeta.isBeingDeleted(row.object());
        var states = new ArrayList<String>();
        if (deleted) {
            states.add("deleted");
        }
        if (row.at("status", "allocation").isObject()) {
            states.add("allocated");
            if (!row.at("status", "reservedFor").isEmpty()) {
                states.add("reserved");
            }
        } else if (!deleted) {
            states.add("pending");
        }
        row.name().add(String.join(",", states)).age();
    }

    static void resourceSlice(Row row) {
        row.name()
                .add(row.text("spec", "nodeName"))
                .add(row.text("spec", "driver"))
                .add(row.text("spec", "pool", "name"))
                .age();
    }
}
