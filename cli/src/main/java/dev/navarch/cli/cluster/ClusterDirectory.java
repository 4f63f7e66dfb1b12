package dev.navarch.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one cluster: {@code cluster.json} (settings), {@code pki/}, {@code store/}, {@code kubelet/},
 * {@code log}, {@code steps} (how far the last start came), {@code lock} and {@code pid}.
 *
 * <p>The clusters of a user stand under one base directory, by name; one made elsewhere with {@code --data-dir} has a
 * symbolic link there.
 */
public final class ClusterDirectory {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    private ClusterDirectory(Path path) {
        this.path = path;
    }

    /** The directory for a cluster of that name; nothing is made yet. */
    public static ClusterDirectory of(String name, @Nullable Path dataDir) {
        return new ClusterDirectory((dataDir != null ? dataDir : base().resolve(name))
                .toAbsolutePath()
                .normalize());
    }

    /** The clusters of this user, by name. */
    public static List<ClusterDirectory> all() {
        Path base = base();
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(base)) {
            return entries.filter(p -> Files.exists(p.resolve("cluster.json")))
                    .sorted()
                    .map(ClusterDirectory::new)
                    .toList();
        } catch (IOException e) {
            throw new CommandException("cannot read " + base + ": " + reason(e), e);
        }
    }

    private static Path base() {
        String home = System.getenv("NAVARCH_DATA_HOME");
        if (home != null && !home.isEmpty()) {
            return Path.of(home);
        }
        String data = System.getenv("XDG_DATA_HOME");
        Path share = data != null && !data.isEmpty()
                ? Path.of(data)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return share.resolve("navarch").resolve("clusters");
    }

    public Path path() {
        return path;
    }

    public Path pki() {
        return path.resolve("pki");
    }

    public Path store() {
        return path.resolve("store");
    }

    public Path kubelet() {
        return path.resolve("kubelet");
    }

    public Path log() {
        return path.resolve("log");
    }

    Path steps() {
        return path.resolve("steps");
    }

    /** Makes the directory, with mode 0700, and for one outside the base a link to it there. */
    public void create(ClusterSettings settings) {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new CommandException("the data directory " + path + " is not a directory");
            }
            if (!Files.exists(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path link = base().resolve(settings.name());
            if (!link.equals(path) && !Files.exists(link)) {
                Files.createDirectories(base());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, path);
            }
            save(settings);
        } catch (IOException e) {
            throw new CommandException("cannot use the data directory " + path + ": " + reason(e), e);
        }
    }

    private void save(ClusterSettings settings) throws IOException {
        Path temporary = path.resolve("cluster.json.tmp");
        Files.writeString(temporary, settings.toJson().toPrettyString() + "\n");
        Files.move(
                temporary,
                path.resolve("cluster.json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The settings, or nothing where no cluster was made here. */
    public Optional<ClusterSettings> settings() {
        Path file = path.resolve("cluster.json");
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            return Optional.of(ClusterSettings.fromJson(JSON.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CommandException("the state in " + path + " is damaged: cluster.json cannot be understood", e);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Takes the lock that a running cluster holds; empty where another process has it. */
    public Optional<AutoCloseable> tryLock() {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(channel);
                }
            } catch (OverlappingFileLockException e) {
                // this very process holds it: not to be had either
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandException("cannot use the data directory " + path + ": " + reason(e), e);
        }
    }

    /** True while a process serves this cluster. */
    public boolean isRunning() {
        if (!Files.exists(path.resolve("lock"))) {
            return false;
        }
        Optional<AutoCloseable> lock = tryLock();
        if (lock.isEmpty()) {
            return true;
        }
        try {
            lock.get().close();
        } catch (Exception e) {
            throw new CommandException("cannot release the lock in " + path, e);
        }
        return false;
    }

    void writePid(long pid) {
        try {
            Files.writeString(path.resolve("pid"), pid + "\n");
        } catch (IOException e) {
            throw new CommandException("cannot write " + path.resolve("pid") + ": " + reason(e), e);
        }
    }

    /** The process that serves this cluster, while it does. */
    public Optional<ProcessHandle> process() {
        if (!isRunning()) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readString(path.resolve("pid")).trim()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Deletes the directory and the link to it. */
    public void delete(String name) {
        try {
            Path root = Files.exists(path) ? path.toRealPath() : path;
            Path link = base().resolve(name);
            if (Files.isSymbolicLink(link)) {
                Files.delete(link);
            }
            if (Files.exists(root)) {
                deleteTree(root);
            }
        } catch (IOException e) {
            throw new CommandException("cannot delete " + path + ": " + reason(e), e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> directories = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                directories.add(dir);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path dir : directories.reversed()) {
            Files.delete(dir);
        }
    }

    /** What went wrong with a file, in words: the JDK's message is often only the path. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case NotDirectoryException notDirectory -> "not a directory: " + notDirectory.getFile();
            case FileAlreadyExistsException exists -> "a file is in the way: " + exists.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
