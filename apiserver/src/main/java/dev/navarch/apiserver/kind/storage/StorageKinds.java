package dev.navarch.apiserver.kind.storage;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.StatusPart;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.registry.ResourceStrategy;

/** The kinds of {@code storage.k8s.io}. */
public final class StorageKinds {

    private StorageKinds() {}

    public static void register(KindStrategies strategies) {
        add(
                strategies,
                "storageclasses",
                kind().defaults(StorageKinds::defaultClass)
                        .returnsDeleted()
                        .rules(StorageClassRules::created)
                        .updateRules(StorageClassRules::changed)
                        .warnings((storageClass, old) -> StorageClassRules.warnings(storageClass))
                        .build());
        add(
                strategies,
                "csidrivers",
                kind().defaults(StorageKinds::defaultDriver)
                        .onCreate(CsiDriverRules::dropDisabled)
                        .onUpdate(CsiDriverRules::prepareUpdate)
                        .conditionalUpdateOnly()
                        .returnsDeleted()
                        .rules(CsiDriverRules::created)
                        .updateRules(CsiDriverRules::changed)
                        .warnings(CsiDriverRules::warnings)
                        .build());
        add(
                strategies,
                "csinodes",
                kind().conditionalUpdateOnly()
                        .returnsDeleted()
                        .rules(CsiNodeRules::created)
                        .updateRules(CsiNodeRules::changed)
                        .build());
        add(
                strategies,
                "csistoragecapacities",
                kind().conditionalUpdateOnly()
                        .rules(CapacityRules::created)
                        .updateRules(CapacityRules::changed)
                        .warnings((capacity, old) -> CapacityRules.warnings(capacity))
                        .build());
        add(
                strategies,
                "volumeattachments",
                kind().conditionalUpdateOnly()
                        .returnsDeleted()
                        .rules(VolumeAttachmentRules::created)
                        .updateRules(VolumeAttachmentRules::changed)
                        .part("status", StatusPart.keepingMetadata(VolumeAttachmentRules::changed))
                        .build());
        add(
                strategies,
                "volumeattributesclasses",
                kind().returnsDeleted()
                        .rules(AttributesClassRules::created)
                        .updateRules(AttributesClassRules::changed)
                        .build());
    }

    private static void defaultClass(ObjectNode storageClass) {
        Fields.defaultText(storageClass, "reclaimPolicy", "Delete");
        Fields.defaultText(storageClass, "volumeBindingMode", "Immediate");
    }

    private static void defaultDriver(ObjectNode driver) {
        ObjectNode spec = Fields.objectOrNew(driver, "spec");
        Fields.defaultBoolean(spec, "attachRequired", true);
        Fields.defaultBoolean(spec, "podInfoOnMount", false);
        Fields.defaultBoolean(spec, "storageCapacity", false);
        if (!Fields.isSet(spec, "fsGroupPolicy")) {
            spec.put("fsGroupPolicy", "ReadWriteOnceWithFSType");
        }
        if (Fields.strings(spec, "volumeLifecycleModes").isEmpty()) {
            spec.putArray("volumeLifecycleModes").add("Persistent");
        }
        Fields.defaultBoolean(spec, "requiresRepublish", false);
        Fields.defaultBoolean(spec, "seLinuxMount", false);
    }

    private static void add(KindStrategies strategies, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource("storage.k8s.io", resource), strategy);
    }
}
