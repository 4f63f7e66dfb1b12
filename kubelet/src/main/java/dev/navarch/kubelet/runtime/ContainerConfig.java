package dev.navarch.kubelet.runtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to create in a sandbox.
 *
 * @param attempt the restart count that this container stands for
 * @param hash changes when the container's definition does
 * @param image an image id or reference that is present
 * @param command replaces the image's entry point; empty keeps it
 * @param args replaces the image's arguments; empty keeps them unless {@code command} is given
 * @param workingDir empty keeps the image's
 * @param labels kept by the runtime and given back in {@link RuntimeContainer#labels()}
 */
public record ContainerConfig(
        PodRef pod,
        String sandboxId,
        String name,
        int attempt,
        String hash,
        String image,
        List<String> command,
        List<String> args,
        List<String> env,
        String workingDir,
        List<Mount> mounts,
        boolean stdin,
        boolean stdinOnce,
        boolean tty,
        Resources resources,
        Security security,
        String stopSignal,
        Map<String, String> labels) {

    public ContainerConfig {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = List.copyOf(env);
        mounts = List.copyOf(mounts);
        labels = Map.copyOf(labels);
    }

    /**
     * A file or directory of the host inside the container.
     *
     * @param propagation {@code private}, {@code rslave} or {@code rshared}
     */
    public record Mount(String hostPath, String containerPath, boolean readOnly, String propagation) {}

    /** Zero leaves a figure to the runtime. CPU shares and quota as cgroup v1 names them; memory in bytes. */
    public record Resources(
            long cpuShares, long cpuPeriod, long cpuQuota, long memoryBytes, int oomScoreAdj, long pidsLimit) {

        /** Whether CPU weight and quota are the same. */
        public boolean sameCpu(Resources other) {
            return cpuShares == other.cpuShares && cpuQuota == other.cpuQuota;
        }

        /** Whether all that can change in place is the same. */
        public boolean sameLimits(Resources other) {
            return sameCpu(other) && memoryBytes == other.memoryBytes;
        }
    }

    /**
     * Who the container's processes are and what they may do.
     *
     * @param user {@code uid}, {@code uid:gid} or empty for the image's
     * @param seccomp {@code unconfined}, {@code runtime/default}, or the JSON text of a profile
     * @param apparmor {@code runtime/default}, {@code unconfined} or a profile's name; null leaves it to the runtime
     * @param pidNamespace {@code container}, {@code pod}, {@code node}, or the id of the container to join
     */
    public record Security(
            String user,
            List<Long> supplementalGroups,
            boolean privileged,
            boolean noNewPrivileges,
            boolean readOnlyRootFilesystem,
            List<String> addCapabilities,
            List<String> dropCapabilities,
            String seccomp,
            @Nullable String apparmor,
            boolean unmaskedProc,
            String pidNamespace,
            boolean hostNetwork,
            boolean hostIpc) {

        public Security {
            supplementalGroups = List.copyOf(supplementalGroups);
            addCapabilities = List.copyOf(addCapabilities);
            dropCapabilities = List.copyOf(dropCapabilities);
        }
    }
}
