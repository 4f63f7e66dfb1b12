package dev.navarch.controllers.scheduler;

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
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;

/**
 * The informers that the scheduler reads. They may be shared with others in the process, and may then show pods that have
 * ended, which the scheduler leaves out by itself. Each must be indexed by namespace.
 */
public interface ClusterInformers extends AutoCloseable {

    SharedIndexInformer<Pod> pods();

    SharedIndexInformer<Node> nodes();

    SharedIndexInformer<Namespace> namespaces();

    SharedIndexInformer<PodDisruptionBudget> podDisruptionBudgets();

    SharedIndexInformer<Service> services();

    SharedIndexInformer<ReplicationController> replicationControllers();

    SharedIndexInformer<ReplicaSet> replicaSets();

    SharedIndexInformer<StatefulSet> statefulSets();

    SharedIndexInformer<PersistentVolume> persistentVolumes();

    SharedIndexInformer<PersistentVolumeClaim> persistentVolumeClaims();

    SharedIndexInformer<StorageClass> storageClasses();

    SharedIndexInformer<CSINode> csiNodes();

    SharedIndexInformer<CSIDriver> csiDrivers();

    SharedIndexInformer<CSIStorageCapacity> csiStorageCapacities();

    SharedIndexInformer<VolumeAttachment> volumeAttachments();

    /** All of them. */
    default List<SharedIndexInformer<?>> all() {
        return List.of(
                pods(),
                nodes(),
                namespaces(),
                podDisruptionBudgets(),
                services(),
                replicationControllers(),
                replicaSets(),
                statefulSets(),
                persistentVolumes(),
                persistentVolumeClaims(),
                storageClasses(),
                csiNodes(),
                csiDrivers(),
                csiStorageCapacities(),
                volumeAttachments());
    }

    /** Begins to list and watch, and retries for ever; returns at once. Called after all handlers were added. */
    void start();

    @Override
    void close();
}
