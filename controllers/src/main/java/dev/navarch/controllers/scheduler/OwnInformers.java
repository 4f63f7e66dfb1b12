package dev.navarch.controllers.scheduler;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Informers of the scheduler's own, without what it never looks at: ended pods and field ownership. */
final class OwnInformers implements ClusterInformers {

    private volatile boolean closed;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Namespace> namespaces;
    private final SharedIndexInformer<PodDisruptionBudget> podDisruptionBudgets;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<ReplicationController> replicationControllers;
    private final SharedIndexInformer<ReplicaSet> replicaSets;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<PersistentVolume> persistentVolumes;
    private final SharedIndexInformer<PersistentVolumeClaim> persistentVolumeClaims;
    private final SharedIndexInformer<StorageClass> storageClasses;
    private final SharedIndexInformer<CSINode> csiNodes;
    private final SharedIndexInformer<CSIDriver> csiDrivers;
    private final SharedIndexInformer<CSIStorageCapacity> csiStorageCapacities;
    private final SharedIndexInformer<VolumeAttachment> volumeAttachments;

    OwnInformers(KubernetesClient client) {
        pods = informer(client.pods()
                .inAnyNamespace()
                .withoutField("status.phase", "Succeeded")
                .withoutField("status.phase", "Failed"));
        nodes = informer(client.nodes());
        namespaces = informer(client.namespaces());
        podDisruptionBudgets =
                informer(client.policy().v1().podDisruptionBudget().inAnyNamespace());
        services = informer(client.services().inAnyNamespace());
        replicationControllers = informer(client.replicationControllers().inAnyNamespace());
        replicaSets = informer(client.apps().replicaSets().inAnyNamespace());
        statefulSets = informer(client.apps().statefulSets().inAnyNamespace());
        persistentVolumes = informer(client.persistentVolumes());
        persistentVolumeClaims = informer(client.persistentVolumeClaims().inAnyNamespace());
        storageClasses = informer(client.storage().v1().storageClasses());
        csiNodes = informer(client.storage().v1().csiNodes());
        csiDrivers = informer(client.storage().v1().csiDrivers());
        csiStorageCapacities =
                informer(client.storage().v1().csiStorageCapacities().inAnyNamespace());
        volumeAttachments = informer(client.storage().v1().volumeAttachments());
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> source) {
        SharedIndexInformer<T> informer = source.runnableInformer(0)
                .itemStore(new TrimmedStore<>())
                .exceptionHandler((started, failure) -> !closed);
        return informer;
    }

    @Override
    public SharedIndexInformer<Pod> pods() {
        return pods;
    }

    @Override
    public SharedIndexInformer<Node> nodes() {
        return nodes;
    }

    @Override
    public SharedIndexInformer<Namespace> namespaces() {
        return namespaces;
    }

    @Override
    public SharedIndexInformer<PodDisruptionBudget> podDisruptionBudgets() {
        return podDisruptionBudgets;
    }

    @Override
    public SharedIndexInformer<Service> services() {
        return services;
    }

    @Override
    public SharedIndexInformer<ReplicationController> replicationControllers() {
        return replicationControllers;
    }

    @Override
    public SharedIndexInformer<ReplicaSet> replicaSets() {
        return replicaSets;
    }

    @Override
    public SharedIndexInformer<StatefulSet> statefulSets() {
        return statefulSets;
    }

    @Override
    public SharedIndexInformer<PersistentVolume> persistentVolumes() {
        return persistentVolumes;
    }

    @Override
    public SharedIndexInformer<PersistentVolumeClaim> persistentVolumeClaims() {
        return persistentVolumeClaims;
    }

    @Override
    public SharedIndexInformer<StorageClass> storageClasses() {
        return storageClasses;
    }

    @Override
    public SharedIndexInformer<CSINode> csiNodes() {
        return csiNodes;
    }

    @Override
    public SharedIndexInformer<CSIDriver> csiDrivers() {
        return csiDrivers;
    }

    @Override
    public SharedIndexInformer<CSIStorageCapacity> csiStorageCapacities() {
        return csiStorageCapacities;
    }

    @Override
    public SharedIndexInformer<VolumeAttachment> volumeAttachments() {
        return volumeAttachments;
    }

    @Override
    public void start() {
        all().forEach(SharedIndexInformer::start);
    }

    @Override
    public void close() {
        closed = true;
        all().forEach(SharedIndexInformer::stop);
    }
}
