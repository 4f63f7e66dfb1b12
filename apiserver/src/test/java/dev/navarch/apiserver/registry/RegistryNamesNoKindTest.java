package dev.navarch.apiserver.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.navarch.api.catalog.Catalog;
import dev.navarch.api.catalog.ResourceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is special about a kind stands in its strategy; the generic store never asks whether an object is a Pod. */
final class RegistryNamesNoKindTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/navarch/apiserver/registry");

    @Test
    void no_source_of_the_registry_holds_the_name_of_a_kind_or_resource() throws IOException {
        List<String> names = Catalog.builtIn().resources().stream()
                .flatMap(RegistryNamesNoKindTest::quotedNames)
                .distinct()
                .toList();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<String> found = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> names.stream()
                            .filter(name -> read(file).contains(name))
                            .map(name -> file.getFileName() + " says " + name))
                    .toList();
            assertEquals(List.of(), found);
        }
    }

    private static Stream<String> quotedNames(ResourceDescriptor resource) {
        return Stream.of(resource.kind().kind(), resource.groupResource().resource())
                .map(name -> '"' + name + '"');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
