package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.Listers;
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
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The informers' stores, as plugins read them. */
record InformerListers(ClusterInformers informers) implements Listers {

    private record InformerLister<T>(SharedIndexInformer<T> informer) implements Lister<T> {

        @Override
        public @Nullable T get(String namespace, String name) {
            return informer.getStore().getByKey(namespace.isEmpty() ? name : namespace + "/" + name);
        }

        @Override
        public List<T> list() {
            return informer.getStore().list();
        }

        @Override
        public List<T> list(String namespace) {
            return informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
        }
    }

    @Override
    public Lister<Pod> pods() {
        return new InformerLister<>(informers.pods());
    }

    @Override
    public Lister<Namespace> namespaces() {
        return new InformerLister<>(informers.namespaces());
    }

    @Override
    public Lister<PodDisruptionBudget> podDisruptionBudgets() {
        return new InformerLister<>(informers.podDisruptionBudgets());
    }

    @Override
    public Lister<Service> services() {
        return new InformerLister<>(informers.services());
    }

    @Override
    public Lister<ReplicationController> replicationControllers() {
        return new InformerLister<>(informers.replicationControllers());
    }

    @Override
    public Lister<ReplicaSet> replicaSets() {
        return new InformerLister<>(informers.replicaSets());
    }

    @Override
    public Lister<StatefulSet> statefulSets() {
        return new InformerLister<>(informers.statefulSets());
    }

    @Override
    public Lister<Node> nodes() {
        return new InformerLister<>(informers.nodes());
    }

    @Override
    public Lister<PersistentVolume> persistentVolumes() {
        return new InformerLister<>(informers.persistentVolumes());
    }

    @Override
    public Lister<PersistentVolumeClaim> persistentVolumeClaims() {
        return new InformerLister<>(informers.persistentVolumeClaims());
    }

    @Override
    public Lister<StorageClass> storageClasses() {
        return new InformerLister<>(informers.storageClasses());
    }

    @Override
    public Lister<CSINode> csiNodes() {
        return new InformerLister<>(informers.csiNodes());
    }

    @Override
    public Lister<CSIDriver> csiDrivers() {
        return new InformerLister<>(informers.csiDrivers());
    }

    @Override
    public Lister<CSIStorageCapacity> csiStorageCapacities() {
        return new InformerLister<>(informers.csiStorageCapacities());
    }

    @Override
    public Lister<VolumeAttachment> volumeAttachments() {
        return new InformerLister<>(informers.volumeAttachments());
    }
}
