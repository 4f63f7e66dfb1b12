import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;

/**
 * Takes the signatures out of a directory's jars. The JVM keeps no class of a signed jar in the ahead-of-time cache, and
 * verifies the signature at every start; nobody here asks who signed a jar (Maven's checksums have been checked).
 */
final class Unsign {

    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (Path jar : jars) {
                unsign(jar);
            }
        }
    }

    private static void unsign(Path jar) throws IOException {
        List<Path> signatures;
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("accessMode", "readOnly"))) {
            signatures = signatures(zip);
        }
        if (!signatures.isEmpty()) {
            try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                for (Path each : signatures(zip)) {
                    Files.delete(each);
                }
                forgetDigests(zip.getPath("META-INF/MANIFEST.MF"));
            }
        }
    }

    /** A signed jar's manifest holds a section for each of its thousands of classes, which would be parsed and kept. */
    private static void forgetDigests(Path file) throws IOException {
        var manifest = new Manifest();
        try (var in = Files.newInputStream(file)) {
            manifest.read(in);
        }
        manifest.getEntries().clear();
        try (var out = Files.newOutputStream(file)) {
            manifest.write(out);
        }
    }

    private static List<Path> signatures(FileSystem zip) throws IOException {
        Path directory = zip.getPath("META-INF");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.(SF|RSA|DSA|EC)")).toList();
        }
    }
}
