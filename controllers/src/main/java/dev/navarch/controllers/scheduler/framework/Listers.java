package dev.navarch.controllers.scheduler.framework;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;

/** What plugins may read of the cluster beside nodes and the pods on them. */
public interface Listers {

    Lister<Pod> pods();

    Lister<Namespace> namespaces();

    Lister<PodDisruptionBudget> podDisruptionBudgets();

    Lister<Service> services();

    Lister<ReplicationController> replicationControllers();

    Lister<ReplicaSet> replicaSets();

    Lister<StatefulSet> statefulSets();

    Lister<Node> nodes();

    Lister<PersistentVolume> persistentVolumes();

    Lister<PersistentVolumeClaim> persistentVolumeClaims();

    Lister<StorageClass> storageClasses();

    Lister<CSINode> csiNodes();

    Lister<CSIDriver> csiDrivers();

    Lister<CSIStorageCapacity> csiStorageCapacities();

    Lister<VolumeAttachment> volumeAttachments();
}
