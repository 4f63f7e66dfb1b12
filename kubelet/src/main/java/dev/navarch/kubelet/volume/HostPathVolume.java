package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A file or directory of this machine. */
final class HostPathVolume implements VolumeSetup {
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;

    @Override
    public boolean handles(Volume volume) {
        return volume.getHostPath() != null;
    }

    @Override
    public String directoryName() {
        return "";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        String type = context.volume().getHostPath().getType();
        return check(Path.of(context.volume().getHostPath().getPath()), type == null ? "" : type);
    }

    static Path check(Path path, String type) throws VolumeException, IOException {
        switch (type) {
            case "", "DirectoryOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                }
                require(type.isEmpty() || Files.isDirectory(path), path, "a directory");
            }
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
                require(Files.isRegularFile(path), path, "a file");
            }
            case "Directory" -> require(Files.isDirectory(path), path, "a directory");
            case "File" -> require(Files.isRegularFile(path), path, "a file");
            case "Socket" -> require(kind(path) == SOCKET, path, "a socket file");
            case "CharDevice" -> require(kind(path) == CHARACTER_DEVICE, path, "a character device");
            case "BlockDevice" -> require(kind(path) == BLOCK_DEVICE, path, "a block device");
            default -> throw new VolumeException(type + " is an invalid volume type");
        }
        return path;
    }

    private static int kind(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? (int) Files.getAttribute(path, "unix:mode") & TYPE_MASK
                : 0;
    }

    private static void require(boolean holds, Path path, String what) throws VolumeException {
        if (!holds) {
            throw new VolumeException("hostPath type check failed: " + path + " is not " + what);
        }
    }
}
