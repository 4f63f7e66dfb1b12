package dev.navarch.cli.component;

import dev.navarch.apiserver.pki.ClusterPki;
import dev.navarch.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API server's certificate and key: those given by name, or those in the directory, which are made when missing. */
record ServingFiles(Path certificate, Path key) {

    static ServingFiles of(@Nullable Path certificate, @Nullable Path key, Path directory, String advertised)
            throws IOException {
        if (certificate != null && key != null) {
            return new ServingFiles(certificate, key);
        }
        if (certificate != null || key != null) {
            throw new CommandException("--tls-cert-file and --tls-private-key-file must be given together");
        }
        var found = new ServingFiles(directory.resolve("apiserver.crt"), directory.resolve("apiserver.key"));
        if (!Files.exists(found.certificate()) || !Files.exists(found.key())) {
            Files.createDirectories(directory);
            List<String> more = advertised.isEmpty() ? List.of() : List.of(advertised);
            ClusterPki.open(directory.resolve("own-authority"))
                    .serving("apiserver", "kube-apiserver", ClusterPki.apiServerNames("10.96.0.1", more));
            Files.copy(directory.resolve("own-authority/apiserver.crt"), found.certificate());
            Files.copy(directory.resolve("own-authority/apiserver.key"), found.key());
        }
        return found;
    }
}
