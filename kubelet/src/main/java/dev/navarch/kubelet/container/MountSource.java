package dev.navarch.kubelet.container;

import dev.navarch.kubelet.runtime.ContainerConfig.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** Where a container's volume mounts come from on this machine; the volumes are there already. */
@FunctionalInterface
public interface MountSource {
    /**
     * The mounts of one container.
     *
     * @param environment for subPathExpr
     */
    List<Mount> mounts(Pod pod, Container container, Map<String, String> environment) throws ContainerConfigException;
}
