package dev.navarch.apiserver.kind.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The defaults of the small kinds of the core group. */
final class CoreDefaults {

    private CoreDefaults() {}

    static void node(ObjectNode node) {
        ObjectNode spec = Fields.object(node, "spec");
        if (spec != null) {
            podRanges(spec);
        }
        ObjectNode status = Fields.object(node, "status");
        ObjectNode capacity = Fields.object(status, "capacity");
        if (status != null && capacity != null) {
            PodSpecDefaults.roundUp(capacity);
            if (!Fields.isSet(status, "allocatable")) {
                status.set("allocatable", capacity.deepCopy());
            }
            PodSpecDefaults.roundUp(Fields.object(status, "allocatable"));
        }
    }

    /** The one range and the first of all are the same; where they differ the one counts. */
    private static void podRanges(ObjectNode spec) {
        String one = Fields.text(spec, "podCIDR");
        List<String> all = Fields.strings(spec, "podCIDRs");
        if (!one.isEmpty() && (all.isEmpty() || !all.getFirst().equals(one))) {
            spec.putArray("podCIDRs").add(one);
        } else if (one.isEmpty() && !all.isEmpty()) {
            spec.put("podCIDR", all.getFirst());
        }
    }

    static void endpoints(ObjectNode endpoints) {
        for (ObjectNode subset : Fields.objects(endpoints, "subsets")) {
            for (ObjectNode port : Fields.objects(subset, "ports")) {
                Fields.defaultText(port, "protocol", "TCP");
            }
        }
    }

    static void limitRange(ObjectNode limitRange) {
        for (ObjectNode item : Fields.objects(Fields.object(limitRange, "spec"), "limits")) {
            for (String list : List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")) {
                PodSpecDefaults.roundUp(Fields.object(item, list));
            }
            if (Fields.text(item, "type").equals("Container")) {
                fill(item, "default", Fields.object(item, "max"));
                fill(item, "defaultRequest", Fields.object(item, "default"));
                fill(item, "defaultRequest", Fields.object(item, "min"));
            }
        }
    }

    private static void fill(ObjectNode item, String target, @Nullable ObjectNode source) {
        if (source == null || source.isEmpty()) {
            return;
        }
        ObjectNode list = Fields.objectOrNew(item, target);
        source.properties().forEach(e -> {
            if (!list.has(e.getKey())) {
                list.set(e.getKey(), e.getValue());
            }
        });
    }

    static void resourceQuota(ObjectNode quota) {
        PodSpecDefaults.roundUp(Fields.object(Fields.object(quota, "spec"), "hard"));
        PodSpecDefaults.roundUp(Fields.object(Fields.object(quota, "status"), "hard"));
        PodSpecDefaults.roundUp(Fields.object(Fields.object(quota, "status"), "used"));
    }

    static void persistentVolume(ObjectNode volume) {
        Fields.defaultText(Fields.objectOrNew(volume, "status"), "phase", "Pending");
        ObjectNode spec = Fields.objectOrNew(volume, "spec");
        Fields.defaultText(spec, "persistentVolumeReclaimPolicy", "Retain");
        Fields.defaultText(spec, "volumeMode", "Filesystem");
        PodSpecDefaults.roundUp(Fields.object(spec, "capacity"));
        ObjectNode hostPath = Fields.object(spec, "hostPath");
        if (hostPath != null && !Fields.isSet(hostPath, "type")) {
            hostPath.put("type", "");
        }
        PodSpecDefaults.legacyVolume(spec);
    }

    static void persistentVolumeClaim(ObjectNode claim) {
        Fields.defaultText(Fields.objectOrNew(claim, "status"), "phase", "Pending");
        ObjectNode spec = Fields.objectOrNew(claim, "spec");
        Fields.defaultText(spec, "volumeMode", "Filesystem");
        PodSpecDefaults.roundResources(spec);
        PodSpecDefaults.roundUp(Fields.object(Fields.object(claim, "status"), "capacity"));
    }

    static void replicationController(ObjectNode controller) {
        ObjectNode spec = Fields.objectOrNew(controller, "spec");
        Fields.defaultNumber(spec, "replicas", 1);
        ObjectNode template = Fields.object(spec, "template");
        ObjectNode labels = Fields.object(Fields.object(template, "metadata"), "labels");
        if (labels != null) {
            if (Fields.isZero(spec, "selector")) {
                spec.set("selector", labels.deepCopy());
            }
            ObjectNode metadata = Fields.objectOrNew(controller, "metadata");
            if (Fields.isZero(metadata, "labels")) {
                metadata.set("labels", labels.deepCopy());
            }
        }
        PodSpecDefaults.applyToTemplate(template);
    }
}
