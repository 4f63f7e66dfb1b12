package dev.navarch.controllers.disruption;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.api.ResourceType;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** How many pods the controllers of some pods want. */
final class ExpectedPods {

    private final SharedInformer<ReplicaSet> replicaSets;
    private final SharedInformer<Deployment> deployments;
    private final SharedInformer<StatefulSet> statefulSets;
    private final SharedInformer<ReplicationController> replicationControllers;
    private final MetadataClient metadata;
    private final Discovery discovery;

    /** @param unmanaged names of pods without a controller */
    record Result(int expected, List<String> unmanaged) {}

    private record Scale(String uid, int replicas) {}

    ExpectedPods(dev.navarch.controllers.ControllerContext context) {
        replicaSets = context.informers().of(ReplicaSet.class);
        deployments = context.informers().of(Deployment.class);
        statefulSets = context.informers().of(StatefulSet.class);
        replicationControllers = context.informers().of(ReplicationController.class);
        metadata = context.metadata();
        discovery = context.discovery();
    }

    /** @throws IllegalStateException where a controller cannot be asked for its scale */
    Result of(List<Pod> pods) {
        Map<String, Optional<Scale>> asked = new HashMap<>();
        Map<String, Integer> scales = new HashMap<>();
        List<String> unmanaged = new ArrayList<>();
        for (Pod pod : pods) {
            Optional<OwnerReference> ref = ControllerRef.of(pod);
            if (ref.isEmpty()) {
                unmanaged.add(pod.getMetadata().getName());
                continue;
            }
            Scale scale = asked.computeIfAbsent(
                            ref.get().getUid(),
                            uid -> scale(ref.get(), pod.getMetadata().getNamespace()))
                    .orElseThrow(() -> new IllegalStateException("found no controllers for pod \""
                            + pod.getMetadata().getName() + "\""));
            scales.put(scale.uid(), scale.replicas());
        }
        return new Result(scales.values().stream().mapToInt(Integer::intValue).sum(), unmanaged);
    }

    private Optional<Scale> scale(OwnerReference ref, String namespace) {
        return switch (ref.getApiVersion() + " " + ref.getKind()) {
            case "apps/v1 ReplicaSet" ->
                known(replicaSets, namespace, ref)
                        .flatMap(rs -> ControllerRef.of(rs)
                                .filter(owner -> owner.getKind().equals("Deployment"))
                                .map(owner -> known(deployments, namespace, owner)
                                        .map(d -> of(d, x -> x.getSpec().getReplicas())))
                                .orElseGet(() ->
                                        Optional.of(of(rs, x -> x.getSpec().getReplicas()))));
            case "apps/v1 StatefulSet" ->
                known(statefulSets, namespace, ref)
                        .map(s -> of(s, x -> x.getSpec().getReplicas()));
            case "v1 ReplicationController" ->
                known(replicationControllers, namespace, ref)
                        .map(c -> of(c, x -> x.getSpec().getReplicas()));
            default -> asked(ref, namespace);
        };
    }

    private static <T extends HasMetadata> Optional<T> known(
            SharedInformer<T> informer, String namespace, OwnerReference ref) {
        return informer.get(namespace, ref.getName())
                .filter(owner -> owner.getMetadata().getUid().equals(ref.getUid()));
    }

    private static <T extends HasMetadata> Scale of(T owner, ToIntFunction<T> replicas) {
        return new Scale(owner.getMetadata().getUid(), replicas.applyAsInt(owner));
    }

    private Optional<Scale> asked(OwnerReference ref, String namespace) {
        ResourceType type = discovery.preferredResources().all().stream()
                .filter(t ->
                        t.apiVersion().equals(ref.getApiVersion()) && t.kind().equals(ref.getKind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no matches for kind \"" + ref.getKind() + "\" in version \"" + ref.getApiVersion() + "\""));
        String group = type.group().isEmpty() ? type.resource() : type.resource() + "." + type.group();
        try {
            var scale = metadata.getJson(type.path(namespace, ref.getName()) + "/scale", "application/json");
            return ref.getUid().equals(scale.at("/metadata/uid").asText())
                    ? Optional.of(
                            new Scale(ref.getUid(), scale.at("/spec/replicas").asInt()))
                    : Optional.empty();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e)) {
                throw e;
            }
            throw new IllegalStateException(group + " does not implement the scale subresource", e);
        }
    }
}
