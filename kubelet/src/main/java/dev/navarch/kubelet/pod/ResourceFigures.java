package dev.navarch.kubelet.pod;

import dev.navarch.kubelet.runtime.ContainerConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;

/** A container's requests and limits in the kernel's terms. */
@FunctionalInterface
interface ResourceFigures {
    ContainerConfig.Resources of(Pod pod, Container container);
}
