package dev.navarch.kubelet.container;

import dev.navarch.kubelet.runtime.ContainerConfig.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files in a pod's directory that the kubelet writes and containers see: hosts, resolv.conf, termination messages. */
public final class ManagedFiles {
    private static final int MESSAGE_LIMIT = 4096;

    private final Path podsDirectory;
    private final ResolvConf resolvConf;
    private final String clusterDomain;

    public ManagedFiles(Path podsDirectory, ResolvConf resolvConf, String clusterDomain) {
        this.podsDirectory = podsDirectory;
        this.resolvConf = resolvConf;
        this.clusterDomain = clusterDomain;
    }

    public Path podDirectory(String uid) {
        return podsDirectory.resolve(uid);
    }

    /** Writes what the pod's containers share; the addresses are known only once the sandbox runs. */
    void writeShared(Pod pod, List<String> ips) throws IOException {
        Path directory = podDirectory(pod.getMetadata().getUid());
        Files.createDirectories(directory);
        String hosts = HostsFile.of(pod, ips, HostsFile.hostname(pod), HostsFile.domain(pod, clusterDomain));
        write(directory.resolve("etc-hosts"), hosts);
        write(directory.resolve("resolv.conf"), resolvConf.of(pod));
    }

    /** In place: a container's bind mount is of the file, not of its name. */
    private static void write(Path file, String content) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** Mounts of the managed files, where the container does not mount something else in their place. */
    List<Mount> mounts(Pod pod, Container container, int attempt) throws IOException {
        Set<String> taken =
                container.getVolumeMounts().stream().map(m -> m.getMountPath()).collect(Collectors.toSet());
        Path directory = podDirectory(pod.getMetadata().getUid());
        List<Mount> mounts = new ArrayList<>();
        if (!taken.contains("/etc/hosts")) {
            mounts.add(new Mount(directory.resolve("etc-hosts").toString(), "/etc/hosts", false, "private"));
        }
        if (!taken.contains("/etc/resolv.conf")) {
            mounts.add(new Mount(directory.resolve("resolv.conf").toString(), "/etc/resolv.conf", false, "private"));
        }
        Path message = terminationLog(pod.getMetadata().getUid(), container.getName(), attempt);
        Files.createDirectories(message.getParent());
        Files.write(message, new byte[0]);
        Files.setPosixFilePermissions(message, PosixFilePermissions.fromString("rw-rw-rw-"));
        mounts.add(new Mount(message.toString(), terminationMessagePath(container), false, "private"));
        return mounts;
    }

    static String terminationMessagePath(Container container) {
        String path = container.getTerminationMessagePath();
        return path == null || path.isEmpty() ? "/dev/termination-log" : path;
    }

    Path terminationLog(String uid, String container, int attempt) {
        return podDirectory(uid).resolve("containers").resolve(container).resolve(Integer.toString(attempt));
    }

    /** What the container left for its next reader; at most 4096 bytes. */
    String terminationMessage(String uid, String container, int attempt) {
        Path file = terminationLog(uid, container, attempt);
        try (java.io.InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MESSAGE_LIMIT), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Keeps the termination logs of the two newest runs. */
    void prune(String uid, String container, int attempt) {
        try {
            Files.deleteIfExists(terminationLog(uid, container, attempt - 2));
        } catch (IOException e) {
            // It goes with the pod's directory at the latest.
            return;
        }
    }
}
