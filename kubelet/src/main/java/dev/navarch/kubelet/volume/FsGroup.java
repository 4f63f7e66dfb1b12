package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Gives a volume to the pod's fsGroup: group ownership, group permissions, and the setgid bit on directories. */
final class FsGroup {
    private static final int READ_WRITE = 0660;
    private static final int READ_ONLY = 0440;
    private static final int DIRECTORY = 02110;

    private FsGroup() {}

    static Optional<Long> of(Pod pod) {
        return pod.getSpec().getSecurityContext() == null
                ? Optional.empty()
                : Optional.ofNullable(pod.getSpec().getSecurityContext().getFsGroup());
    }

    static void apply(Path root, long group, boolean readOnly) throws IOException {
        int mask = readOnly ? READ_ONLY : READ_WRITE;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                give(directory, group, mask | DIRECTORY);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    Files.setAttribute(file, "unix:gid", (int) group, LinkOption.NOFOLLOW_LINKS);
                } else {
                    give(file, group, mask);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void give(Path path, long group, int mode) throws IOException {
        Files.setAttribute(path, "unix:gid", (int) group);
        int before = (int) Files.getAttribute(path, "unix:mode") & 07777;
        if ((before | mode) != before) {
            Files.setAttribute(path, "unix:mode", before | mode);
        }
    }
}
