package dev.navarch.kubelet.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Optional;

/** Whether a pod may run on this node at all. */
@FunctionalInterface
interface PodAdmission {

    /**
     * Says why not, if not.
     *
     * @param others the pods that were admitted already and are not over
     */
    Optional<PodStatusGenerator.Verdict> refuse(Pod pod, Collection<Pod> others);
}
