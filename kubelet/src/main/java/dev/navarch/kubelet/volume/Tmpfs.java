package dev.navarch.kubelet.volume;

import dev.navarch.kubelet.linux.Capabilities;
import dev.navarch.kubelet.linux.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory-backed directories, by mount(2) itself rather than a process a mount. */
final class Tmpfs {
    private Tmpfs() {}

    /** Whether this process may mount. */
    static boolean permitted() {
        return Capabilities.has(Capabilities.SYS_ADMIN);
    }

    /** Mounts a tmpfs unless one is there, with options such as {@code size=1048576}. */
    static void mount(Path directory, String options) throws IOException {
        if (isMounted(directory)) {
            return;
        }
        Syscalls.mountTmpfs(directory, options);
    }

    static boolean isMounted(Path directory) throws IOException {
        return mountsUnder(directory).contains(directory);
    }

    /** Mount points at or below a directory, innermost first. */
    static List<Path> mountsUnder(Path directory) throws IOException {
        List<Path> mounts = new ArrayList<>();
        Path table = Path.of("/proc/self/mountinfo");
        if (!Files.exists(table)) {
            return mounts;
        }
        for (String line : Files.readAllLines(table)) {
            Path point = Path.of(line.split(" ", 6)[4].replace("\\040", " "));
            if (point.startsWith(directory)) {
                mounts.addFirst(point);
            }
        }
        return mounts;
    }
}
