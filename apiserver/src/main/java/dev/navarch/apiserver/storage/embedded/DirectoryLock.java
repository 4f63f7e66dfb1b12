package dev.navarch.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Holds a directory for this process, and names the holder to others. The system releases it when the process dies. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the directory, for its owner only, when it does not exist. */
    static DirectoryLock acquire(Path directory) {
        Path file = directory.resolve("lock");
        try {
            createPrivately(directory);
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            if (!tryLock(channel)) {
                String holder = Files.readString(file, UTF_8).strip();
                channel.close();
                throw inUse(directory, "process " + holder);
            }
            channel.truncate(0);
            var _ = channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            return new DirectoryLock(channel);
        } catch (IOException e) {
            String reason = e instanceof FileAlreadyExistsException ? "it is not a directory" : e.toString();
            throw new StorageUnavailable("the data directory " + directory + " cannot be used: " + reason, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void createPrivately(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static StorageUnavailable inUse(Path directory, String holder) {
        return new StorageUnavailable("the data directory " + directory + " is in use by " + holder, null);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageUnavailable("cannot release the data directory: " + e.getMessage(), e);
        }
    }
}
