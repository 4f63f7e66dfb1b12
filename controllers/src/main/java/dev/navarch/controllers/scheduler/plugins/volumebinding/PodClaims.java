package dev.navarch.controllers.scheduler.plugins.volumebinding;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;

/**
 * A pod's claims by what they wait for.
 *
 * @param waiting for their first consumer
 * @param candidates volumes of the classes of the waiting claims
 */
record PodClaims(
        List<PersistentVolumeClaim> bound,
        List<PersistentVolumeClaim> waiting,
        Map<String, List<PersistentVolume>> candidates) {}
