package dev.navarch.controllers.scheduler.plugins.volumerestrictions;

import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.storage.Claims;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code VolumeRestrictions}: disks with one writer, and claims for one pod only (ReadWriteOncePod). */
public final class VolumeRestrictions implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {

    public static final String NAME = "VolumeRestrictions";

    private static final Status DISK_CONFLICT = Status.unschedulable("node(s) had no available disk");
    private static final Status CLAIM_CONFLICT = Status.unschedulable("node(s) unavailable due to PersistentVolumeClaim"
            + " with ReadWriteOncePod access mode already in-use by another pod");
    private static final CycleState.Key<Exclusive> EXCLUSIVE =
            new CycleState.Key<>("PreFilter" + NAME, Exclusive.class);

    /** Claims of the pod that no other pod may use, and how many other pods do. */
    private static final class Exclusive implements CycleState.StateData {

        private final Set<String> claims;
        private int uses;

        Exclusive(Set<String> claims, int uses) {
            this.claims = claims;
            this.uses = uses;
        }

        @Override
        public Exclusive copy() {
            return new Exclusive(claims, uses);
        }

        void count(PodInfo other, int sign) {
            for (Claims.Use use : Claims.of(other.pod())) {
                if (!use.ephemeral() && claims.contains(use.claimName())) {
                    uses += sign;
                }
            }
        }
    }

    private final Handle handle;

    public VolumeRestrictions(Handle handle) {
        this.handle = handle;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        Set<String> exclusive = new HashSet<>();
        int uses = 0;
        for (Claims.Use use : Claims.of(pod.pod())) {
            if (use.ephemeral()) {
                continue;
            }
            PersistentVolumeClaim claim =
                    handle.listers().persistentVolumeClaims().get(pod.namespace(), use.claimName());
            if (claim == null) {
                return Result.of(Status.unresolvable("persistentvolumeclaim \"" + use.claimName() + "\" not found"));
            }
            if (claim.getSpec().getAccessModes().contains("ReadWriteOncePod") && exclusive.add(use.claimName())) {
                uses += handle.snapshot().isClaimInUse(Claims.key(claim)) ? 1 : 0;
            }
        }
        if (uses == 0 && DiskConflicts.disks(pod.pod()).isEmpty()) {
            return Result.SKIP;
        }
        state.write(EXCLUSIVE, new Exclusive(exclusive, uses));
        return Result.SUCCESS;
    }

    @Override
    public Status addPod(CycleState state, PodInfo podToSchedule, PodInfo added, NodeInfo node) {
        state.read(EXCLUSIVE).count(added, 1);
        return Status.SUCCESS;
    }

    @Override
    public Status removePod(CycleState state, PodInfo podToSchedule, PodInfo removed, NodeInfo node) {
        state.read(EXCLUSIVE).count(removed, -1);
        return Status.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        if (DiskConflicts.exist(pod.pod(), node.pods())) {
            return DISK_CONFLICT;
        }
        return state.read(EXCLUSIVE).uses > 0 ? CLAIM_CONFLICT : Status.SUCCESS;
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.POD, ActionType.DELETE), VolumeRestrictions::afterPodDeletion),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD), QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD),
                        (pod, before, after) -> isClaimOf(pod, after) ? QueueingHint.QUEUE : QueueingHint.SKIP));
    }

    private static boolean isClaimOf(Pod pod, @Nullable HasMetadata claim) {
        return claim != null
                && pod.getMetadata().getNamespace().equals(claim.getMetadata().getNamespace())
                && Claims.uses(pod, claim.getMetadata().getName());
    }

    private static QueueingHint afterPodDeletion(Pod pod, @Nullable HasMetadata before, @Nullable HasMetadata after) {
        if (!(before instanceof Pod deleted)
                || !deleted.getMetadata()
                        .getNamespace()
                        .equals(pod.getMetadata().getNamespace())) {
            return QueueingHint.SKIP;
        }
        boolean shared = Claims.of(deleted).stream().anyMatch(use -> Claims.uses(pod, use.claimName()));
        return shared || DiskConflicts.exist(pod, List.of(new PodInfo(deleted)))
                ? QueueingHint.QUEUE
                : QueueingHint.SKIP;
    }
}
