package dev.navarch.controllers.scheduler.plugins.volumebinding;

import dev.navarch.controllers.scheduler.framework.Handle;
import dev.navarch.controllers.scheduler.framework.PodInfo;
import dev.navarch.controllers.scheduler.framework.SchedulingException;
import dev.navarch.controllers.scheduler.storage.AssumedObjects;
import dev.navarch.controllers.scheduler.storage.Claims;
import dev.navarch.controllers.scheduler.storage.Volumes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out what was decided about a pod's claims: in memory at once, so that the next pod does not choose the same
 * volume, and in the API server before the pod is bound. Thread-safe.
 */
final class VolumeBinder {

    private static final Duration FIRST_CHECK = Duration.ofMillis(50);
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Handle handle;
    private final AssumedObjects<PersistentVolume> volumes;
    private final AssumedObjects<PersistentVolumeClaim> claims;
    private final Duration timeout;

    VolumeBinder(
            Handle handle,
            AssumedObjects<PersistentVolume> volumes,
            AssumedObjects<PersistentVolumeClaim> claims,
            Duration timeout) {
        this.handle = handle;
        this.volumes = volumes;
        this.claims = claims;
        this.timeout = timeout;
    }

    /** The decision with the objects as they are to be written. */
    PodVolumes assume(PodVolumes decision, String nodeName) {
        List<PodVolumes.Binding> bindings = new ArrayList<>();
        for (PodVolumes.Binding binding : decision.bindings()) {
            PersistentVolume bound = Volumes.boundTo(binding.volume(), binding.claim());
            volumes.assume(bound);
            bindings.add(new PodVolumes.Binding(bound, binding.claim()));
        }
        List<PersistentVolumeClaim> provisions = new ArrayList<>();
        for (PersistentVolumeClaim claim : decision.provisions()) {
            PersistentVolumeClaim selected = new PersistentVolumeClaimBuilder(claim)
                    .editMetadata()
                    .addToAnnotations(VolumeFinder.SELECTED_NODE, nodeName)
                    .endMetadata()
                    .build();
            claims.assume(selected);
            provisions.add(selected);
        }
        return new PodVolumes(bindings, provisions);
    }

    void restore(PodVolumes assumed) {
        assumed.bindings().forEach(binding -> volumes.restore(binding.volume()));
        assumed.provisions().forEach(claims::restore);
    }

    /**
     * Writes what was assumed and waits until the claims are bound.
     *
     * @throws SchedulingException when they will not be bound, or not in time
     */
    void bind(PodInfo pod, PodVolumes assumed, String nodeName) throws SchedulingException, InterruptedException {
        List<PodVolumes.Binding> bindings = new ArrayList<>();
        for (PodVolumes.Binding binding : assumed.bindings()) {
            bindings.add(new PodVolumes.Binding(handle.api().update(binding.volume()), binding.claim()));
        }
        List<PersistentVolumeClaim> provisions = new ArrayList<>();
        for (PersistentVolumeClaim claim : assumed.provisions()) {
            provisions.add(handle.api().update(claim));
        }
        PodVolumes written = new PodVolumes(bindings, provisions);
        long end = System.nanoTime() + timeout.toNanos();
        Duration pause = FIRST_CHECK;
        while (true) {
            Thread.sleep(pause);
            if (isBound(pod, written, nodeName)) {
                return;
            }
            if (System.nanoTime() >= end) {
                throw failure("context deadline exceeded");
            }
            pause = pause.compareTo(CHECK) < 0 ? pause.multipliedBy(2) : CHECK;
        }
    }

    private static SchedulingException failure(String message) {
        return new SchedulingException("binding volumes: " + message, null);
    }

    private boolean isBound(PodInfo pod, PodVolumes written, String nodeName) throws SchedulingException {
        if (handle.listers().pods().get(pod.namespace(), pod.name()) == null) {
            throw failure("pod does not exist any more: pod \"" + pod.name() + "\" not found");
        }
        Node node = handle.listers().nodes().get("", nodeName);
        if (node == null) {
            throw failure("failed to get node \"" + nodeName + "\": node \"" + nodeName + "\" not found");
        }
        for (PodVolumes.Binding binding : written.bindings()) {
            if (!isBound(binding, node)) {
                return false;
            }
        }
        for (PersistentVolumeClaim claim : written.provisions()) {
            if (!isProvisioned(claim, node)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBound(PodVolumes.Binding binding, Node node) throws SchedulingException {
        String name = binding.volume().getMetadata().getName();
        PersistentVolume volume = volumes.known("", name);
        if (volume == null) {
            throw failure("failed to check binding: could not find v1.PersistentVolume \"" + name + "\"");
        }
        PersistentVolumeClaim claim = latest(binding.claim(), "failed to check binding: ");
        if (AssumedObjects.isNewer(binding.volume(), volume)) {
            return false;
        }
        checkReachable(volume, node);
        var reference = volume.getSpec().getClaimRef();
        if (reference == null
                || reference.getUid() == null
                || reference.getUid().isEmpty()) {
            throw failure("ClaimRef got reset for pv \"" + name + "\"");
        }
        return Claims.isFullyBound(claim);
    }

    private boolean isProvisioned(PersistentVolumeClaim written, Node node) throws SchedulingException {
        PersistentVolumeClaim claim = latest(written, "failed to check provisioning pvc: ");
        if (AssumedObjects.isNewer(written, claim)) {
            return false;
        }
        // A provisioner that cannot serve this node takes the annotation back: the pod must be placed anew.
        if (!node.getMetadata().getName().equals(Claims.annotation(claim, VolumeFinder.SELECTED_NODE))) {
            throw failure("provisioning failed for PVC \"" + claim.getMetadata().getName() + "\"");
        }
        if (!Claims.volumeName(claim).isEmpty()) {
            PersistentVolume volume = volumes.known("", Claims.volumeName(claim));
            if (volume == null) {
                return false;
            }
            checkReachable(volume, node);
        }
        return Claims.isFullyBound(claim);
    }

    private PersistentVolumeClaim latest(PersistentVolumeClaim claim, String what) throws SchedulingException {
        PersistentVolumeClaim latest = claims.known(
                claim.getMetadata().getNamespace(), claim.getMetadata().getName());
        if (latest == null) {
            throw failure(what + "could not find v1.PersistentVolumeClaim \"" + Claims.key(claim) + "\"");
        }
        return latest;
    }

    private static void checkReachable(PersistentVolume volume, Node node) throws SchedulingException {
        if (!Volumes.isReachable(volume, node)) {
            throw failure("pv \"" + volume.getMetadata().getName() + "\" node affinity doesn't match node \""
                    + node.getMetadata().getName() + "\": no matching NodeSelectorTerms");
        }
    }
}
