package dev.navarch.kubelet.volume;

import dev.navarch.kubelet.container.MountSource;
import dev.navarch.kubelet.runtime.ContainerConfig.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of pods, as a pod's worker sees them. */
public interface PodVolumes extends MountSource {

    /** Every volume that some container mounts is there and up to date after this. */
    void setUp(Pod pod, List<String> podIps, List<String> hostIps) throws VolumeException;

    /** When something in the pod's volumes wants renewal. */
    Optional<Instant> nextRefresh(String podUid);

    /** Unmounts and deletes everything in the pod's directory. */
    void tearDown(String podUid) throws IOException;

    /** For a runtime that runs nothing. */
    static PodVolumes none() {
        return new PodVolumes() {
            @Override
            public void setUp(Pod pod, List<String> podIps, List<String> hostIps) {}

            @Override
            public Optional<Instant> nextRefresh(String podUid) {
                return Optional.empty();
            }

            @Override
            public void tearDown(String podUid) {}

            @Override
            public List<Mount> mounts(Pod pod, Container container, Map<String, String> environment) {
                return List.of();
            }
        };
    }
}
