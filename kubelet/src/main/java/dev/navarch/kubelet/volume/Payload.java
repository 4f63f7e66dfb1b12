package dev.navarch.kubelet.volume;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a volume that is made of API data: relative path to content. Mutable, of one thread. */
final class Payload {

    /** A file's content is never changed; its owner is root where none is named. */
    static final class File {
        private final byte[] content;
        private final int mode;
        private final Optional<Long> owner;

        File(byte[] content, int mode, Optional<Long> owner) {
            this.content = content;
            this.mode = mode;
            this.owner = owner;
        }

        byte[] content() {
            return content;
        }

        int mode() {
            return mode;
        }

        Optional<Long> owner() {
            return owner;
        }
    }

    private final Map<String, File> files = new TreeMap<>();

    void put(String path, byte[] content, int mode) throws VolumeException {
        put(path, content, mode, Optional.empty());
    }

    void put(String path, byte[] content, int mode, Optional<Long> owner) throws VolumeException {
        if (path.isEmpty() || path.startsWith("/") || path.startsWith("..") || path.contains("/../")) {
            throw new VolumeException("invalid path: " + path);
        }
        files.put(path, new File(content, mode, owner));
    }

    Map<String, File> files() {
        return files;
    }

    static int mode(@Nullable Integer own, @Nullable Integer standard) {
        return own != null ? own : standard != null ? standard : 0644;
    }
}
