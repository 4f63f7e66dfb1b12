package dev.navarch.controllers.scheduler.plugins.volumebinding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.controllers.scheduler.config.Fields;
import dev.navarch.controllers.scheduler.framework.ActionType;
import dev.navarch.controllers.scheduler.framework.ClusterEvent;
import dev.navarch.controllers.scheduler.framework.CycleState;
import dev.navarch.controllers.scheduler.framework.EnqueueExtensions;
import dev.navarch.controllers.scheduler.framework.EventResource;
import dev.navarch.controllers.scheduler.framework.FilterPlugin;
import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.NodeInfo;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.PreBindPlugin;
import dev.navarch.controllers.scheduler.framework.PreFilterPlugin;
import dev.navarch.controllers.scheduler.framework.QueueingHint;
import dev.navarch.controllers.scheduler.framework.ReservePlugin;
import dev.navarch.controllers.scheduler.framework.SchedulingException;
import dev.navarch.controllers.scheduler.framework.Status;
import dev.navarch.controllers.scheduler.storage.AssumedObjects;
import dev.navarch.controllers.scheduler.storage.Claims;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code VolumeBinding}. */
public final class VolumeBinding
        implements PreFilterPlugin, FilterPlugin, ReservePlugin, PreBindPlugin, EnqueueExtensions {

    public static final String NAME = "VolumeBinding";

    private static final CycleState.Key<Decision> DECISION = new CycleState.Key<>(NAME, Decision.class);

    /** What each node would need, and in the end what was decided for the chosen one; shared by all copies of the state. */
    private static final class Decision implements CycleState.StateData {
        private final PodClaims claims;
        private final Map<String, PodVolumes> byNode = new HashMap<>();
        private volatile PodVolumes assumed = PodVolumes.NOTHING;

        Decision(PodClaims claims) {
            this.claims = claims;
        }
    }

    private final Handle handle;
    private final AssumedObjects<PersistentVolumeClaim> claims;
    private final AssumedObjects<PersistentVolume> volumes;
    private final VolumeFinder finder;
    private final VolumeBinder binder;

    public VolumeBinding(ObjectNode args, Handle handle) {
        Fields fields = new Fields("", args);
        fields.ignore("apiVersion", "kind");
        int timeout = fields.number("bindTimeoutSeconds", 600);
        if (timeout < 0) {
            throw fields.invalid("bindTimeoutSeconds", "invalid BindTimeoutSeconds, should not be a negative value");
        }
        fields.end();
        this.handle = handle;
        this.claims = new AssumedObjects<>(handle.listers().persistentVolumeClaims());
        this.volumes = new AssumedObjects<>(handle.listers().persistentVolumes());
        this.finder = new VolumeFinder(handle.listers(), volumes);
        this.binder = new VolumeBinder(handle, volumes, claims, Duration.ofSeconds(timeout));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Result preFilter(CycleState state, PodInfo pod, List<NodeInfo> nodes) {
        List<Claims.Use> uses = Claims.of(pod.pod());
        if (uses.isEmpty()) {
            return Result.SKIP;
        }
        List<PersistentVolumeClaim> bound = new ArrayList<>();
        List<PersistentVolumeClaim> waiting = new ArrayList<>();
        boolean unboundImmediate = false;
        for (Claims.Use use : uses) {
            PersistentVolumeClaim claim = claims.get(pod.namespace(), use.claimName());
            Optional<String> unusable = whyUnusable(claim, use, pod);
            if (claim == null || unusable.isPresent()) {
                return Result.of(Status.unresolvable(unusable.orElse("")));
            }
            if (Claims.isFullyBound(claim)) {
                bound.add(claim);
            } else if (Claims.volumeName(claim).isEmpty() && waitsForConsumer(claim)) {
                waiting.add(claim);
            } else {
                unboundImmediate = true;
            }
        }
        if (unboundImmediate) {
            return Result.of(Status.unresolvable("pod has unbound immediate PersistentVolumeClaims"));
        }
        state.write(DECISION, new Decision(new PodClaims(bound, waiting, candidates(waiting))));
        return Result.SUCCESS;
    }

    private static Optional<String> whyUnusable(
            @org.jspecify.annotations.Nullable PersistentVolumeClaim claim, Claims.Use use, PodInfo pod) {
        String name = "persistentvolumeclaim \"" + use.claimName() + "\"";
        if (claim == null) {
            return Optional.of(
                    use.ephemeral()
                            ? "waiting for ephemeral volume controller to create the " + name
                            : name + " not found");
        }
        if (claim.getStatus() != null && "Lost".equals(claim.getStatus().getPhase())) {
            return Optional.of(name + " bound to non-existent persistentvolume \"" + Claims.volumeName(claim) + "\"");
        }
        if (claim.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(name + " is being deleted");
        }
        if (use.ephemeral() && !Claims.isOwnedBy(claim, pod.pod())) {
            return Optional.of(
                    "PVC " + Claims.key(claim) + " was not created for pod " + pod.key() + " (pod is not owner)");
        }
        return Optional.empty();
    }

    private boolean waitsForConsumer(PersistentVolumeClaim claim) {
        String className = Claims.className(claim);
        StorageClass storageClass =
                className.isEmpty() ? null : handle.listers().storageClasses().get("", className);
        return storageClass != null && Claims.waitsForConsumer(storageClass);
    }

    private Map<String, List<PersistentVolume>> candidates(List<PersistentVolumeClaim> waiting) {
        Map<String, List<PersistentVolume>> byClass = new HashMap<>();
        waiting.forEach(claim -> byClass.put(Claims.className(claim), new ArrayList<>()));
        if (!byClass.isEmpty()) {
            for (PersistentVolume volume : volumes.list()) {
                List<PersistentVolume> ofClass = byClass.get(Claims.className(volume));
                if (ofClass != null) {
                    ofClass.add(volume);
                }
            }
        }
        return byClass;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        Decision decision = state.read(DECISION);
        try {
            VolumeFinder.Outcome outcome = finder.find(decision.claims, node.node());
            if (!outcome.conflicts().isEmpty()) {
                return Status.of(Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE, outcome.conflicts());
            }
            decision.byNode.put(node.name(), outcome.volumes());
            return Status.SUCCESS;
        } catch (SchedulingException | IllegalArgumentException e) {
            return Status.error(e);
        }
    }

    @Override
    public Status reserve(CycleState state, PodInfo pod, String nodeName) {
        Decision decision = state.find(DECISION);
        if (decision != null) {
            PodVolumes wanted = decision.byNode.getOrDefault(nodeName, PodVolumes.NOTHING);
            decision.assumed = binder.assume(wanted, nodeName);
        }
        return Status.SUCCESS;
    }

    @Override
    public void unreserve(CycleState state, PodInfo pod, String nodeName) {
        Decision decision = state.find(DECISION);
        if (decision != null) {
            binder.restore(decision.assumed);
        }
    }

    @Override
    public Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName) {
        Decision decision = state.find(DECISION);
        return decision == null || decision.assumed.isNothing() ? Status.SKIP : Status.SUCCESS;
    }

    @Override
    public Status preBind(CycleState state, PodInfo pod, String nodeName) throws InterruptedException {
        try {
            binder.bind(pod, state.read(DECISION).assumed, nodeName);
            return Status.SUCCESS;
        } catch (SchedulingException | KubernetesClientException e) {
            return Status.error(e);
        }
    }

    @Override
    public List<QueueingHint.Registration> eventsToRegister() {
        return List.of(
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD_OR_UPDATE),
                        VolumeHints::afterStorageClassChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD_OR_UPDATE),
                        VolumeHints::afterClaimChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.PERSISTENT_VOLUME, ActionType.ADD_OR_UPDATE),
                        QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
                        QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.CSI_NODE, ActionType.ADD), QueueingHint.Function.ALWAYS),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.CSI_DRIVER, ActionType.UPDATE), VolumeHints::afterDriverChange),
                new QueueingHint.Registration(
                        ClusterEvent.of(EventResource.CSI_STORAGE_CAPACITY, ActionType.ADD_OR_UPDATE),
                        VolumeHints::afterCapacityChange));
    }
}
