package dev.navarch.controllers.scheduler.plugins.volumebinding;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;

/** What must be done about a pod's claims if the pod goes to one node. */
record PodVolumes(List<Binding> bindings, List<PersistentVolumeClaim> provisions) {

    static final PodVolumes NOTHING = new PodVolumes(List.of(), List.of());

    /** A claim gets a volume that exists. */
    record Binding(PersistentVolume volume, PersistentVolumeClaim claim) {}

    PodVolumes {
        bindings = List.copyOf(bindings);
        provisions = List.copyOf(provisions);
    }

    boolean isNothing() {
        return bindings.isEmpty() && provisions.isEmpty();
    }
}
