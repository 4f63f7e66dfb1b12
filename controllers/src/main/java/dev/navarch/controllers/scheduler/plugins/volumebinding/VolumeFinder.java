package dev.navarch.controllers.scheduler.plugins.volumebinding;

import dev.navarch.controllers.scheduler.framework.Listers;
import dev.navarch.controllers.scheduler.framework.SchedulingException;
import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import dev.navarch.controllers.scheduler.resources.Quantities;
import dev.navarch.controllers.scheduler.storage.AssumedObjects;
import dev.navarch.controllers.scheduler.storage.Claims;
import dev.navarch.controllers.scheduler.storage.Volumes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySelectorTerm;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether and how a node can give a pod its volumes. */
final class VolumeFinder {

    static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";
    private static final String NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
    private static final String BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
    private static final String NOT_ENOUGH_SPACE = "node(s) did not have enough free storage";
    private static final String NO_SUCH_VOLUME =
            "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";

    /** What was found, or why the node does not do. */
    record Outcome(PodVolumes volumes, List<String> conflicts) {}

    private final Listers listers;
    private final AssumedObjects<PersistentVolume> volumes;

    VolumeFinder(Listers listers, AssumedObjects<PersistentVolume> volumes) {
        this.listers = listers;
        this.volumes = volumes;
    }

    /** @throws SchedulingException when the storage class of a claim is missing */
    Outcome find(PodClaims claims, Node node) throws SchedulingException {
        List<String> conflicts = new ArrayList<>(0);
        checkBound(claims.bound(), node).ifPresent(conflicts::add);
        List<PodVolumes.Binding> bindings = new ArrayList<>();
        List<PersistentVolumeClaim> provisions = new ArrayList<>();
        if (!chooseVolumes(claims, node, bindings, provisions)) {
            conflicts.add(BIND_CONFLICT);
        } else {
            checkProvisions(provisions, node)
                    .filter(why -> !conflicts.contains(why))
                    .ifPresent(conflicts::add);
        }
        return new Outcome(new PodVolumes(bindings, provisions), conflicts);
    }

    private Optional<String> checkBound(List<PersistentVolumeClaim> bound, Node node) {
        for (PersistentVolumeClaim claim : bound) {
            PersistentVolume volume = volumes.get("", Claims.volumeName(claim));
            if (volume == null) {
                return Optional.of(NO_SUCH_VOLUME);
            }
            if (!Volumes.isReachable(volume, node)) {
                return Optional.of(NODE_CONFLICT);
            }
        }
        return Optional.empty();
    }

    /** Finds a volume for each waiting claim, the smallest claim first; claims without one are to be provisioned. */
    private boolean chooseVolumes(
            PodClaims claims, Node node, List<PodVolumes.Binding> bindings, List<PersistentVolumeClaim> provisions) {
        List<PersistentVolumeClaim> toMatch = new ArrayList<>();
        for (PersistentVolumeClaim claim : claims.waiting()) {
            String selected = Claims.annotation(claim, SELECTED_NODE);
            if (selected == null) {
                toMatch.add(claim);
            } else if (selected.equals(node.getMetadata().getName())) {
                provisions.add(claim);
            } else {
                return false;
            }
        }
        toMatch.sort(Comparator.comparingLong(claim -> Quantities.value(Claims.requestedStorage(claim))));
        Set<String> taken = new HashSet<>();
        for (PersistentVolumeClaim claim : toMatch) {
            List<PersistentVolume> candidates = claims.candidates().getOrDefault(Claims.className(claim), List.of());
            PersistentVolume volume = Volumes.bestFor(claim, candidates, node, taken);
            if (volume == null) {
                provisions.add(claim);
            } else {
                taken.add(volume.getMetadata().getName());
                bindings.add(new PodVolumes.Binding(volume, claim));
            }
        }
        return true;
    }

    private Optional<String> checkProvisions(List<PersistentVolumeClaim> provisions, Node node)
            throws SchedulingException {
        for (PersistentVolumeClaim claim : provisions) {
            String className = Claims.className(claim);
            StorageClass storageClass = listers.storageClasses().get("", className);
            if (storageClass == null) {
                throw new SchedulingException("failed to find storage class \"" + className + "\"", null);
            }
            String provisioner = storageClass.getProvisioner();
            if (provisioner == null
                    || provisioner.isEmpty()
                    || provisioner.equals(NO_PROVISIONER)
                    || !isAllowed(storageClass.getAllowedTopologies(), node)) {
                return Optional.of(BIND_CONFLICT);
            }
            if (!hasCapacity(provisioner, claim, className, node)) {
                return Optional.of(NOT_ENOUGH_SPACE);
            }
        }
        return Optional.empty();
    }

    private static boolean isAllowed(@Nullable List<TopologySelectorTerm> topologies, Node node) {
        if (topologies == null || topologies.isEmpty()) {
            return true;
        }
        Map<String, String> labels = node.getMetadata().getLabels();
        return topologies.stream()
                .anyMatch(term -> !term.getMatchLabelExpressions().isEmpty()
                        && term.getMatchLabelExpressions().stream().allMatch(expression -> {
                            String value = labels == null ? null : labels.get(expression.getKey());
                            return value != null && expression.getValues().contains(value);
                        }));
    }

    /** Drivers that publish capacities (KEP-1472) must have published one that suffices here. */
    private boolean hasCapacity(String provisioner, PersistentVolumeClaim claim, String className, Node node) {
        Quantity requested = Claims.requestedStorage(claim);
        CSIDriver driver = listers.csiDrivers().get("", provisioner);
        if (requested == null
                || driver == null
                || !Boolean.TRUE.equals(driver.getSpec().getStorageCapacity())) {
            return true;
        }
        long size = Quantities.value(requested);
        return listers.csiStorageCapacities().list().stream()
                .anyMatch(capacity -> className.equals(capacity.getStorageClassName())
                        && limit(capacity) >= size
                        && LabelMatcher.of(capacity.getNodeTopology())
                                .matches(node.getMetadata().getLabels()));
    }

    /** In bytes; -1 when none is said. */
    static long limit(CSIStorageCapacity capacity) {
        Quantity limit =
                capacity.getMaximumVolumeSize() == null ? capacity.getCapacity() : capacity.getMaximumVolumeSize();
        return limit == null ? -1 : Quantities.value(limit);
    }
}
