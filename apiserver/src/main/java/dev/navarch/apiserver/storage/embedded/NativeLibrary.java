package dev.navarch.apiserver.storage.embedded;

import dev.navarch.apiserver.storage.StorageException.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native code from a copy beside the data. Its own way, which unpacks fifteen megabytes from the jar at
 * every start, takes longer than all the rest of opening.
 */
final class NativeLibrary {

    private NativeLibrary() {}

    static void load(Path directory) {
        try {
            String resource = Environment.getJniLibraryFileName("rocksdb");
            URL packed = RocksDB.class.getClassLoader().getResource(resource);
            if (packed == null) {
                RocksDB.loadLibrary();
            } else {
                RocksDB.loadLibrary(List.of(unpack(packed, directory).toString()));
            }
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            throw new StorageUnavailable(
                    "the storage engine (RocksDB) does not load on this platform: " + e.getMessage(), e);
        }
    }

    /** Returns the directory that has the library by the name that the loader looks for. */
    private static Path unpack(URL packed, Path directory) throws IOException {
        long size = packed.openConnection().getContentLengthLong();
        Path home = directory.resolve("native");
        Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (!Files.exists(library) || Files.size(library) != size) {
            Files.createDirectories(home);
            Path partial = home.resolve("unpacking");
            try (InputStream in = packed.openStream()) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return home;
    }
}
