package dev.navarch.controllers.scheduler.framework;

/** Kinds of objects whose changes can make a pod schedulable. */
public enum EventResource {
    POD("Pod"),
    /** A pod that has a node; registered for as {@link #POD}. */
    ASSIGNED_POD("AssignedPod"),
    /** A pod that has none; registered for as {@link #POD}. */
    UNSCHEDULABLE_POD("UnschedulablePod"),
    NODE("Node"),
    PERSISTENT_VOLUME("PersistentVolume"),
    PERSISTENT_VOLUME_CLAIM("PersistentVolumeClaim"),
    CSI_NODE("storage.k8s.io/CSINode"),
    CSI_DRIVER("storage.k8s.io/CSIDriver"),
    CSI_STORAGE_CAPACITY("storage.k8s.io/CSIStorageCapacity"),
    STORAGE_CLASS("storage.k8s.io/StorageClass"),
    VOLUME_ATTACHMENT("storage.k8s.io/VolumeAttachment"),
    ALL("*");

    private final String label;

    EventResource(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    boolean covers(EventResource incoming) {
        return this == ALL
                || this == incoming
                || (this == POD && (incoming == ASSIGNED_POD || incoming == UNSCHEDULABLE_POD));
    }
}
