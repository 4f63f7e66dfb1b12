package dev.navarch.apiserver.kind.core.persistentvolume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.DeprecatedNodeLabels;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.fields.InternalForm;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.fields.Sameness;
import dev.navarch.apiserver.kind.fields.UnifiedDiff;
import dev.navarch.apiserver.kind.podspec.NodeSelectors;
import dev.navarch.apiserver.kind.volumes.PersistentVolumeSources;
import dev.navarch.apiserver.kind.volumes.PersistentVolumeSpecs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of a PersistentVolume. */
public final class PersistentVolumeRules {

    private static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";
    private static final Set<String> MOUNTED_WITH_OPTIONS = Set.of(
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "glusterfs",
            "nfs",
            "rbd",
            "quobyte",
            "iscsi",
            "cinder",
            "cephfs",
            "azureFile",
            "vsphereVolume",
            "azureDisk",
            "photonPersistentDisk");
    private static final Map<String, String> BETA_LABELS = Map.of(
            "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
            "beta.kubernetes.io/os", "kubernetes.io/os",
            "beta.kubernetes.io/arch", "kubernetes.io/arch",
            "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type");
    private static final Map<String, String> DEPRECATED = deprecated();

    private PersistentVolumeRules() {}

    private static Map<String, String> deprecated() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("cephfs", "deprecated in v1.28, non-functional in v1.31+");
        texts.put("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
        texts.put("scaleIO", "deprecated in v1.16, non-functional in v1.22+");
        texts.put("storageos", "deprecated in v1.22, non-functional in v1.25+");
        texts.put("glusterfs", "deprecated in v1.25, non-functional in v1.26+");
        texts.put("rbd", "deprecated in v1.28, non-functional in v1.31+");
        return texts;
    }

    public static void created(Place volume) {
        check(volume, false);
    }

    private static void check(Place volume, boolean anyLabelValues) {
        PersistentVolumeSpecs.check(
                Field.of(volume.get("spec")), volume.get("metadata", "name").text(), anyLabelValues);
        boolean mountable = MOUNTED_WITH_OPTIONS.stream()
                .anyMatch(source -> volume.get("spec", source).isSet());
        Place annotation = volume.get("metadata", "annotations").key(MOUNT_OPTIONS);
        if (annotation.isSet() && !mountable) {
            volume.get("metadata", "annotations", MOUNT_OPTIONS)
                    .forbidden("may not specify mount options for this volume type");
        }
    }

    public static void changed(Place volume, Place old) {
        Place required = old.get("spec", "nodeAffinity", "required");
        boolean anyLabelValues = !required.found(place -> NodeSelectors.check(Field.of(place), false))
                .isEmpty();
        check(volume, anyLabelValues);
        PersistentVolumeSpecs.check(
                Field.of(volume.get("spec")), volume.get("metadata", "name").text(), anyLabelValues);
        source(volume, old);
        if (!volume.get("spec", "volumeMode").sameAs(old.get("spec", "volumeMode"))) {
            volume.get("volumeMode").immutable(volume.get("spec", "volumeMode").value());
        }
        nodeAffinity(volume, old);
        Place className = volume.get("spec", "volumeAttributesClassName");
        if (old.get("spec", "volumeAttributesClassName").isSet() && !className.isSet()) {
            className.forbidden("update from non-nil value to nil is forbidden");
        }
    }

    private static void source(Place volume, Place old) {
        ObjectNode now = PersistentVolumeSources.of(volume.get("spec").value());
        ObjectNode before = PersistentVolumeSources.of(old.get("spec").value());
        ObjectNode csi = Fields.object(now, "csi");
        ObjectNode oldCsi = Fields.object(before, "csi");
        if (csi != null && oldCsi != null && !Fields.isSet(oldCsi, "controllerExpandSecretRef")) {
            csi.remove("controllerExpandSecretRef");
        }
        if (!Sameness.same(now, before)) {
            volume.get("spec", "persistentvolumesource")
                    .forbidden("spec.persistentvolumesource is immutable after creation\n"
                            + UnifiedDiff.of(
                                    InternalForm.of("PersistentVolumeSource", before),
                                    InternalForm.of("PersistentVolumeSource", now)));
        }
    }

    private static void nodeAffinity(Place volume, Place old) {
        Place before = old.get("spec", "nodeAffinity");
        JsonNode now = volume.get("spec", "nodeAffinity").value();
        if (before.isSet() && !Sameness.same(withoutNews(now, before.value()), before.value())) {
            volume.get("nodeAffinity")
                    .invalid(
                            now.isMissingNode() ? null : InternalForm.of("VolumeNodeAffinity", now),
                            "field is immutable, except for updating from beta label to GA");
        }
    }

    /** The affinity with keys set back that only left their beta. */
    private static JsonNode withoutNews(JsonNode now, JsonNode before) {
        JsonNode copy = now.deepCopy();
        JsonNode terms = copy.path("required").path("nodeSelectorTerms");
        JsonNode oldTerms = before.path("required").path("nodeSelectorTerms");
        for (int i = 0; i < terms.size(); i++) {
            JsonNode expressions = terms.get(i).path("matchExpressions");
            for (int j = 0; j < expressions.size(); j++) {
                String oldKey = oldTerms.path(i)
                        .path("matchExpressions")
                        .path(j)
                        .path("key")
                        .asText("");
                String key = expressions.get(j).path("key").asText("");
                if (key.equals(BETA_LABELS.get(oldKey))) {
                    ((ObjectNode) expressions.get(j)).put("key", oldKey);
                }
            }
        }
        return copy;
    }

    /** Notes when the phase changed; a client that says when is believed. */
    public static void noteTransition(ObjectNode volume, ObjectNode old) {
        ObjectNode status = Fields.objectOrNew(volume, "status");
        ObjectNode before = Fields.objectOrNew(old, "status");
        String time = Fields.text(status, "lastPhaseTransitionTime");
        String oldTime = Fields.text(before, "lastPhaseTransitionTime");
        boolean samePhase = Fields.text(status, "phase").equals(Fields.text(before, "phase"));
        if (samePhase && time.isEmpty() && !oldTime.isEmpty()) {
            status.put("lastPhaseTransitionTime", oldTime);
        } else if (!samePhase && (time.isEmpty() || time.equals(oldTime))) {
            status.put("lastPhaseTransitionTime", now());
        }
    }

    /** A new volume is pending from now on. */
    public static void begin(ObjectNode volume) {
        ObjectNode status = volume.putObject("status");
        status.put("phase", "Pending");
        status.put("lastPhaseTransitionTime", now());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What clients are warned of. */
    public static List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        Field volume = Field.root(object, List.of());
        Field spec = volume.get("spec");
        annotation(volume, "volume.beta.kubernetes.io/storage-class", "v1.8; use \"storageClassName\"", warnings);
        annotation(volume, MOUNT_OPTIONS, "v1.31; use \"mountOptions\"", warnings);
        if (spec.get("persistentVolumeReclaimPolicy").is("Recycle")) {
            warnings.add("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the"
                    + " recommended approach is to use dynamic provisioning.");
        }
        for (Field term : spec.get("nodeAffinity").get("required").items("nodeSelectorTerms")) {
            warnings.addAll(DeprecatedNodeLabels.inTerm(term, false));
        }
        DEPRECATED.forEach((source, text) -> {
            if (spec.get(source).isSet()) {
                warnings.add("spec." + (source.equals("storageos") ? "storageOS" : source) + ": " + text);
            }
        });
        return warnings;
    }

    private static void annotation(Field volume, String key, String since, List<String> warnings) {
        Field annotation = volume.get("metadata").get("annotations").key(key);
        if (annotation.isSet()) {
            warnings.add(annotation.path() + ": deprecated since " + since + " attribute instead");
        }
    }
}
