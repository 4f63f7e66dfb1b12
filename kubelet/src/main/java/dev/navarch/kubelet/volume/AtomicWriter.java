package dev.navarch.kubelet.volume;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces all files of a volume at once: they lie in a directory of their own, {@code ..data} is a link to it, and the
 * names that a container sees are links through {@code ..data}. Moving that one link is the change; whoever has opened
 * {@code ..data} sees either all old files or all new ones.
 */
final class AtomicWriter {
    private static final String DATA = "..data";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss", Locale.ROOT);

    private AtomicWriter() {}

    /** Does nothing when the files are there already. */
    static void write(Path directory, Payload payload, Optional<Long> group) throws IOException {
        Path link = directory.resolve(DATA);
        Optional<Path> old = target(directory, link);
        if (old.isPresent() && matches(old.get(), payload)) {
            link(directory, payload);
            return;
        }
        Path fresh = Files.createTempDirectory(directory, ".." + TIME.format(LocalDateTime.now(ZoneOffset.UTC)) + ".");
        Files.setAttribute(fresh, "unix:mode", 0755);
        fill(fresh, payload, group);
        Path next = directory.resolve("..data_tmp");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, fresh.getFileName());
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        link(directory, payload);
        unlinkStale(directory, payload);
        if (old.isPresent()) {
            deleteTree(old.get());
        }
    }

    private static Optional<Path> target(Path directory, Path link) throws IOException {
        try {
            Path target = directory.resolve(Files.readSymbolicLink(link));
            return Files.isDirectory(target) ? Optional.of(target) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean matches(Path directory, Payload payload) throws IOException {
        Set<String> seen = new HashSet<>();
        boolean[] same = {true};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = directory.relativize(file).toString();
                Payload.File wanted = payload.files().get(name);
                seen.add(name);
                same[0] &= wanted != null && Arrays.equals(Files.readAllBytes(file), wanted.content());
                return same[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }
        });
        return same[0] && seen.equals(payload.files().keySet());
    }

    private static void fill(Path fresh, Payload payload, Optional<Long> group) throws IOException {
        for (Map.Entry<String, Payload.File> entry : payload.files().entrySet()) {
            Path file = fresh.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue().content());
            Files.setAttribute(file, "unix:mode", entry.getValue().mode());
            if (entry.getValue().owner().isPresent()) {
                Files.setAttribute(
                        file, "unix:uid", (int) (long) entry.getValue().owner().get());
            }
        }
        if (group.isPresent()) {
            FsGroup.apply(fresh, group.get(), true);
        }
    }

    /** The visible names: the first element of each path. */
    private static Set<String> names(Payload payload) {
        Set<String> names = new HashSet<>();
        payload.files().keySet().forEach(p -> names.add(p.split("/", 2)[0]));
        return names;
    }

    private static void link(Path directory, Payload payload) throws IOException {
        for (String name : names(payload)) {
            Path visible = directory.resolve(name);
            if (!Files.exists(visible, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(visible, Path.of(DATA, name));
            }
        }
    }

    private static void unlinkStale(Path directory, Payload payload) throws IOException {
        Set<String> names = names(payload);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith("..") && !names.contains(name)) {
                    Files.delete(entry);
                }
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
