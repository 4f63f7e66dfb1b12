package dev.navarch.controllers.pods;

import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.ControllerRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The pods of one kind of controller, found by their owner reference, and the controllers that a change of a pod
 * concerns: those that own it or did, or, for an orphan, all that would adopt it.
 *
 * @param <P> the controller's kind
 */
public final class OwnedPods<P extends HasMetadata> {

    private static final String INDEX = "podController";

    private final SharedInformer<Pod> pods;
    private final SharedInformer<P> owners;
    private final String kind;
    private final Function<P, Predicate<Map<String, String>>> selector;
    private final Expectations expectations;

    public OwnedPods(
            SharedInformer<Pod> pods,
            SharedInformer<P> owners,
            String kind,
            Function<P, Predicate<Map<String, String>>> selector,
            Expectations expectations) {
        this.pods = pods.indexedBy(INDEX, OwnedPods::key);
        this.owners = owners;
        this.kind = kind;
        this.selector = selector;
        this.expectations = expectations;
    }

    /** Pods with the owner's reference, and those of its namespace that have no controller. */
    public List<Pod> ofOrOrphaned(P owner) {
        List<Pod> found = new ArrayList<>(of(owner));
        found.addAll(pods.byIndex(INDEX, owner.getMetadata().getNamespace()));
        return found;
    }

    public List<Pod> of(P owner) {
        var meta = owner.getMetadata();
        return pods.byIndex(INDEX, key(meta.getNamespace(), kind, meta.getName(), meta.getUid()));
    }

    /** Wakes the concerned controllers for each change of a pod, after the expectations have heard of it. */
    public SharedInformerEventSource<Pod, P> eventSource() {
        return new SharedInformerEventSource<>(pods, this::concerned, this::observe);
    }

    Set<ResourceID> concerned(Change<Pod> change) {
        Set<ResourceID> concerned = new LinkedHashSet<>();
        change.states()
                .forEach(pod -> ControllerRef.of(pod)
                        .flatMap(ref -> owner(pod, ref))
                        .ifPresent(owner -> concerned.add(ResourceID.fromResource(owner))));
        Pod now = change.after();
        if (now != null && ControllerRef.of(now).isEmpty() && mayBeAdopted(change, now)) {
            Map<String, String> labels =
                    Objects.requireNonNullElse(now.getMetadata().getLabels(), Map.of());
            owners.inNamespace(now.getMetadata().getNamespace()).stream()
                    .filter(owner -> selector.apply(owner).test(labels))
                    .forEach(owner -> concerned.add(ResourceID.fromResource(owner)));
        }
        return concerned;
    }

    private static boolean mayBeAdopted(Change<Pod> change, Pod now) {
        if (now.isMarkedForDeletion()) {
            return false;
        }
        Pod before = change.before();
        return before == null
                || ControllerRef.of(before).isPresent()
                || !Objects.equals(
                        before.getMetadata().getLabels(), now.getMetadata().getLabels());
    }

    private void observe(Change<Pod> change) {
        Pod pod = change.object();
        Optional<P> owner = ControllerRef.of(pod).flatMap(ref -> owner(pod, ref));
        if (owner.isEmpty()) {
            return;
        }
        String uid = owner.get().getMetadata().getUid();
        if (change.isRemoval() || pod.isMarkedForDeletion()) {
            expectations.deletionObserved(uid, pod.getMetadata().getUid());
        } else if (change.isAddition()) {
            expectations.creationObserved(uid);
        }
    }

    private Optional<P> owner(Pod pod, OwnerReference ref) {
        if (!ref.getKind().equals(kind)) {
            return Optional.empty();
        }
        return owners.get(pod.getMetadata().getNamespace(), ref.getName())
                .filter(owner -> owner.getMetadata().getUid().equals(ref.getUid()));
    }

    private static List<String> key(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return List.of(ControllerRef.of(pod)
                .map(ref -> key(namespace, ref.getKind(), ref.getName(), ref.getUid()))
                .orElse(namespace));
    }

    private static String key(String namespace, String kind, String name, String uid) {
        return namespace + "/" + kind + "/" + name + "/" + uid;
    }
}
