package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.events.EventRecorder;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a set's pods: made with the pod, and kept or given up by the retention policy, which works through owner
 * references: a claim that its set owns goes with the set, one that its pod owns goes with a pod that is scaled away.
 */
final class Claims {

    private static final String DELETE = "Delete";

    private final KubernetesClient client;
    private final EventRecorder recorder;
    private final SharedInformer<PersistentVolumeClaim> claims;

    Claims(KubernetesClient client, EventRecorder recorder, SharedInformer<PersistentVolumeClaim> claims) {
        this.client = client;
        this.recorder = recorder;
        this.claims = claims;
    }

    /** Makes the claims of the pod that are missing. */
    void create(StatefulSet set, Pod pod) {
        KubernetesClientException failure = null;
        for (PersistentVolumeClaim wanted : StatefulPods.claims(set, pod).values()) {
            String name = wanted.getMetadata().getName();
            Optional<PersistentVolumeClaim> existing =
                    claims.get(wanted.getMetadata().getNamespace(), name);
            if (existing.isPresent()) {
                if (existing.get().isMarkedForDeletion()) {
                    failure = new KubernetesClientException("pvc " + name + " is being deleted");
                }
                continue;
            }
            String about = "Claim " + name + " %sPod " + pod.getMetadata().getName() + " in StatefulSet "
                    + set.getMetadata().getName();
            try {
                var _ = client.resource(wanted).create();
                recorder.normal(set, "SuccessfulCreate", "Create " + about.formatted("") + " success");
            } catch (KubernetesClientException e) {
                failure = e;
                if (!ApiErrors.isAlreadyExists(e)) {
                    recorder.warning(
                            set,
                            "FailedCreate",
                            "Create " + about.formatted("for ") + " failed error: " + ApiErrors.message(e));
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether a claim belongs to an earlier pod of this name and goes with it, so that it cannot be used. */
    boolean isStale(StatefulSet set, Pod pod) {
        return deletesWhenScaled(set)
                && existing(set, pod).stream().anyMatch(claim -> isStale(claim, pod, "v1", "Pod"));
    }

    boolean areOwnedAsWanted(StatefulSet set, Pod pod) {
        return existing(set, pod).stream().allMatch(claim -> isOwnedAsWanted(claim, set, pod));
    }

    /** Sets the claims' owners as the retention policy wants them. */
    void setOwners(StatefulSet set, Pod pod) {
        for (PersistentVolumeClaim claim : existing(set, pod)) {
            if (hasOtherController(claim, set, pod)) {
                recorder.warning(
                        set,
                        "ConflictingController",
                        "PersistentVolumeClaim " + claim.getMetadata().getName()
                                + " has a conflicting OwnerReference that acts as a manging controller, the retention"
                                + " policy is ignored for this claim");
            }
            if (!isOwnedAsWanted(claim, set, pod)) {
                client.resource(new PersistentVolumeClaimBuilder(claim)
                                .editMetadata()
                                .withOwnerReferences(wantedOwners(claim, set, pod))
                                .endMetadata()
                                .build())
                        .update();
            }
        }
    }

    private List<PersistentVolumeClaim> existing(StatefulSet set, Pod pod) {
        return set.getSpec().getVolumeClaimTemplates().stream()
                .map(template -> StatefulPods.claimName(set, template, StatefulPods.ordinal(pod)))
                .flatMap(name -> claims.get(set.getMetadata().getNamespace(), name).stream())
                .toList();
    }

    private static boolean isOwnedAsWanted(PersistentVolumeClaim claim, StatefulSet set, Pod pod) {
        if (isStale(claim, set, "apps/v1", "StatefulSet") || isStale(claim, pod, "v1", "Pod")) {
            return true; // its old owner is about to take it away
        }
        if (hasOtherController(claim, set, pod)) {
            return !isOwnedBy(claim, set) && !isOwnedBy(claim, pod);
        }
        boolean ownedLoosely = claim.getMetadata().getOwnerReferences().stream()
                .filter(ref -> isTo(ref, set) || isTo(ref, pod))
                .anyMatch(ref -> !Boolean.TRUE.equals(ref.getController()));
        return !ownedLoosely
                && isOwnedBy(claim, set) == setShouldOwn(set, pod)
                && isOwnedBy(claim, pod) == podShouldOwn(set, pod);
    }

    private static List<OwnerReference> wantedOwners(PersistentVolumeClaim claim, StatefulSet set, Pod pod) {
        List<OwnerReference> owners = new ArrayList<>(claim.getMetadata().getOwnerReferences());
        owners.removeIf(ref -> names(ref, set, "apps/v1", "StatefulSet") || names(ref, pod, "v1", "Pod"));
        if (!hasOtherController(claim, set, pod)) {
            if (setShouldOwn(set, pod)) {
                owners.add(ControllerRef.to(set, "apps/v1", "StatefulSet"));
            }
            if (podShouldOwn(set, pod)) {
                owners.add(ControllerRef.to(pod, "v1", "Pod"));
            }
        }
        return owners;
    }

    private static boolean setShouldOwn(StatefulSet set, Pod pod) {
        return deletesWithSet(set) && !podShouldOwn(set, pod);
    }

    private static boolean podShouldOwn(StatefulSet set, Pod pod) {
        return deletesWhenScaled(set) && !StatefulPods.isInRange(set, pod);
    }

    private static boolean deletesWithSet(StatefulSet set) {
        var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
        return policy != null && DELETE.equals(policy.getWhenDeleted());
    }

    private static boolean deletesWhenScaled(StatefulSet set) {
        var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
        return policy != null && DELETE.equals(policy.getWhenScaled());
    }

    private static boolean hasOtherController(PersistentVolumeClaim claim, StatefulSet set, Pod pod) {
        if (!deletesWithSet(set) && !deletesWhenScaled(set)) {
            return false;
        }
        for (OwnerReference ref : claim.getMetadata().getOwnerReferences()) {
            if (names(ref, set, "apps/v1", "StatefulSet")) {
                if (!isTo(ref, set)) {
                    return true;
                }
            } else if (names(ref, pod, "v1", "Pod")) {
                if (!isTo(ref, pod)) {
                    return true;
                }
            } else if (Boolean.TRUE.equals(ref.getController())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStale(PersistentVolumeClaim claim, HasMetadata owner, String version, String kind) {
        return claim.getMetadata().getOwnerReferences().stream()
                .filter(ref -> names(ref, owner, version, kind))
                .findFirst()
                .filter(ref -> !isTo(ref, owner))
                .isPresent();
    }

    private static boolean isOwnedBy(PersistentVolumeClaim claim, HasMetadata owner) {
        return claim.getMetadata().getOwnerReferences().stream().anyMatch(ref -> isTo(ref, owner));
    }

    private static boolean names(OwnerReference ref, HasMetadata owner, String version, String kind) {
        return version.equals(ref.getApiVersion())
                && kind.equals(ref.getKind())
                && ref.getName().equals(owner.getMetadata().getName());
    }

    /** A pod that is not made yet has no UID and owns nothing. */
    private static boolean isTo(OwnerReference ref, HasMetadata owner) {
        @Nullable String uid = owner.getMetadata().getUid();
        return ref.getUid().equals(uid);
    }
}
