package dev.navarch.controllers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.api.ApiCalls;
import dev.navarch.controllers.scheduler.framework.Lister;
import dev.navarch.controllers.scheduler.framework.Listers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
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
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** An API server of the scheduler's own in memory: it keeps objects and reports changes at once, on the same thread. */
final class FakeCluster implements ApiCalls, Listers {

    private final Map<Class<?>, Map<String, HasMetadata>> objects = new LinkedHashMap<>();
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    final List<String> deleted = new ArrayList<>();
    Optional<KubernetesClientException> nextBinding = Optional.empty();
    private ResourceEventHandler<Pod> pods;
    private ResourceEventHandler<Node> nodes;
    private BiConsumer<HasMetadata, HasMetadata> others = (before, after) -> {};
    private long version = 1;

    /** Told of changes of all other kinds. */
    void onOthers(BiConsumer<HasMetadata, HasMetadata> listener) {
        others = listener;
    }

    void connect(ResourceEventHandler<Pod> podHandler, ResourceEventHandler<Node> nodeHandler) {
        pods = podHandler;
        nodes = nodeHandler;
    }

    /** Creates or replaces. */
    void put(HasMetadata object) {
        if (object.getMetadata().getUid() == null) {
            object.getMetadata().setUid("uid-" + object.getMetadata().getName());
        }
        object.getMetadata().setResourceVersion(Long.toString(++version));
        HasMetadata before = of(object.getClass()).put(key(object), object);
        switch (object) {
            case Pod pod when before == null -> pods.onAdd(pod);
            case Pod pod -> pods.onUpdate((Pod) before, pod);
            case Node node when before == null -> nodes.onAdd(node);
            case Node node -> nodes.onUpdate((Node) before, node);
            default -> others.accept(before, object);
        }
    }

    void remove(Class<? extends HasMetadata> type, String namespace, String name) {
        HasMetadata object = of(type).remove(namespace.isEmpty() ? name : namespace + "/" + name);
        switch (object) {
            case Pod pod -> pods.onDelete(pod, false);
            case Node node -> nodes.onDelete(node, false);
            case null, default -> {}
        }
    }

    Pod pod(String namespace, String name) {
        return pods().get(namespace, name);
    }

    @Override
    public void bind(Pod pod, String nodeName) {
        if (nextBinding.isPresent()) {
            KubernetesClientException refusal = nextBinding.get();
            nextBinding = Optional.empty();
            throw refusal;
        }
        Pod latest =
                pods().get(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        put(new PodBuilder(latest)
                .editSpec()
                .withNodeName(nodeName)
                .endSpec()
                .editOrNewStatus()
                .withNominatedNodeName(null)
                .endStatus()
                .build());
    }

    @Override
    public void patchPodStatus(Pod pod, ObjectNode patch) {
        Pod latest =
                pods().get(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        if (latest == null) {
            throw new KubernetesClientException("not found", 404, null);
        }
        Pod changed = new PodBuilder(latest).build();
        PodStatus status = changed.getStatus() == null ? new PodStatus() : changed.getStatus();
        changed.setStatus(status);
        JsonNode wanted = patch.path("status");
        if (wanted.has("nominatedNodeName")) {
            JsonNode name = wanted.get("nominatedNodeName");
            status.setNominatedNodeName(name.isNull() ? null : name.textValue());
        }
        for (JsonNode node : wanted.path("conditions")) {
            PodCondition condition = serialization.convertValue(node, PodCondition.class);
            List<PodCondition> conditions = new ArrayList<>(status.getConditions());
            conditions.removeIf(old -> old.getType().equals(condition.getType()));
            conditions.add(condition);
            status.setConditions(conditions);
        }
        put(changed);
    }

    @Override
    public void deletePod(Pod pod) {
        deleted.add(pod.getMetadata().getName());
        remove(Pod.class, pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    /** Plays the volume controller, too: the claim that the volume refers to is bound at once. */
    @Override
    public PersistentVolume update(PersistentVolume volume) {
        put(volume);
        var reference = volume.getSpec().getClaimRef();
        bindClaim(
                persistentVolumeClaims().get(reference.getNamespace(), reference.getName()),
                volume.getMetadata().getName());
        return volume;
    }

    /** Plays the provisioner, too: a claim with a chosen node gets a volume at once. */
    @Override
    public PersistentVolumeClaim update(PersistentVolumeClaim claim) {
        put(claim);
        String name = "pv-of-" + claim.getMetadata().getName();
        put(new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build());
        bindClaim(claim, name);
        return claim;
    }

    private void bindClaim(PersistentVolumeClaim claim, String volumeName) {
        put(new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .addToAnnotations("pv.kubernetes.io/bind-completed", "yes")
                .endMetadata()
                .editSpec()
                .withVolumeName(volumeName)
                .endSpec()
                .build());
    }

    @Override
    public void createEvent(String namespace, ObjectNode event) {}

    @Override
    public void patchEvent(String namespace, String name, ObjectNode patch) {}

    private Map<String, HasMetadata> of(Class<?> type) {
        return objects.computeIfAbsent(type, t -> new LinkedHashMap<>());
    }

    private static String key(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return namespace == null
                ? object.getMetadata().getName()
                : namespace + "/" + object.getMetadata().getName();
    }

    private record MapLister<T extends HasMetadata>(Map<String, HasMetadata> map, Class<T> type) implements Lister<T> {
        @Override
        public T get(String namespace, String name) {
            return type.cast(map.get(namespace.isEmpty() ? name : namespace + "/" + name));
        }

        @Override
        public List<T> list() {
            return map.values().stream().map(type::cast).toList();
        }

        @Override
        public List<T> list(String namespace) {
            return list().stream()
                    .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                    .toList();
        }
    }

    private <T extends HasMetadata> Lister<T> lister(Class<T> type) {
        return new MapLister<>(of(type), type);
    }

    @Override
    public Lister<Pod> pods() {
        return lister(Pod.class);
    }

    @Override
    public Lister<Namespace> namespaces() {
        return lister(Namespace.class);
    }

    @Override
    public Lister<PodDisruptionBudget> podDisruptionBudgets() {
        return lister(PodDisruptionBudget.class);
    }

    @Override
    public Lister<Service> services() {
        return lister(Service.class);
    }

    @Override
    public Lister<ReplicationController> replicationControllers() {
        return lister(ReplicationController.class);
    }

    @Override
    public Lister<ReplicaSet> replicaSets() {
        return lister(ReplicaSet.class);
    }

    @Override
    public Lister<StatefulSet> statefulSets() {
        return lister(StatefulSet.class);
    }

    @Override
    public Lister<Node> nodes() {
        return lister(Node.class);
    }

    @Override
    public Lister<PersistentVolume> persistentVolumes() {
        return lister(PersistentVolume.class);
    }

    @Override
    public Lister<PersistentVolumeClaim> persistentVolumeClaims() {
        return lister(PersistentVolumeClaim.class);
    }

    @Override
    public Lister<StorageClass> storageClasses() {
        return lister(StorageClass.class);
    }

    @Override
    public Lister<CSINode> csiNodes() {
        return lister(CSINode.class);
    }

    @Override
    public Lister<CSIDriver> csiDrivers() {
        return lister(CSIDriver.class);
    }

    @Override
    public Lister<CSIStorageCapacity> csiStorageCapacities() {
        return lister(CSIStorageCapacity.class);
    }

    @Override
    public Lister<VolumeAttachment> volumeAttachments() {
        return lister(VolumeAttachment.class);
    }
}
