package dev.navarch.kubelet.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories of volumes whose contents must not reach a disk. */
final class MemoryBacked {
    private MemoryBacked() {}

    /** On tmpfs where this process may mount; a directory that only it may enter from outside elsewhere. */
    static void create(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (Tmpfs.permitted()) {
            Tmpfs.mount(directory, "");
        }
        Files.setAttribute(directory, "unix:mode", 01777);
    }
}
