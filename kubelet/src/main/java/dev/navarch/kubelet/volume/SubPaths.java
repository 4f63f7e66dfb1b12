package dev.navarch.kubelet.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A path inside a volume. Links are followed, but never out of the volume: a container may have made them. */
final class SubPaths {
    private SubPaths() {}

    static Path resolve(Path volume, String subPath) throws VolumeException, IOException {
        Path relative = Path.of(subPath).normalize();
        if (relative.isAbsolute() || relative.startsWith("..")) {
            throw new VolumeException("subPath must be a relative path inside the volume: " + subPath);
        }
        Path root = volume.toRealPath();
        Path wanted = root.resolve(relative);
        if (!Files.exists(wanted)) {
            create(root, relative);
        }
        Path real = wanted.toRealPath();
        if (!real.startsWith(root)) {
            throw new VolumeException("subPath " + subPath + " leads out of the volume");
        }
        return real;
    }

    /** Makes missing directories one by one, each in a parent that is known to be inside. */
    private static void create(Path root, Path relative) throws VolumeException, IOException {
        Path parent = root;
        for (Path name : relative) {
            Path next = parent.resolve(name);
            if (Files.isSymbolicLink(next) && !Files.exists(next)) {
                throw new VolumeException("subPath " + relative + " passes a dangling link");
            }
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(next);
                Files.setAttribute(next, "unix:mode", (int) Files.getAttribute(root, "unix:mode") & 07777);
                Files.setAttribute(next, "unix:gid", (int) Files.getAttribute(root, "unix:gid"));
            }
            parent = next.toRealPath();
            if (!parent.startsWith(root)) {
                throw new VolumeException("subPath " + relative + " leads out of the volume");
            }
        }
    }
}
