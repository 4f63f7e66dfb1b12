package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One type of volume. */
interface VolumeSetup {

    /** What a setup may know of the pod. */
    record Context(Pod pod, Volume volume, Path directory, List<String> podIps, List<String> hostIps) {}

    /** Whether that volume is of this type. */
    boolean handles(Volume volume);

    /** Upstream's name of the type in directory names; empty when the volume has no directory of its own. */
    String directoryName();

    /** Makes the volume or brings it up to date; returns what containers mount. */
    Path setUp(Context context) throws VolumeException, IOException;
}
