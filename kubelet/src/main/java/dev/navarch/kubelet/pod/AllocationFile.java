package dev.navarch.kubelet.pod;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a pod's allocation over restarts of the kubelet: a file in the pod's directory, gone with it. */
final class AllocationFile {
    private static final Logger log = LoggerFactory.getLogger(AllocationFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, ResourceRequirements>> TYPE = new TypeReference<>() {};

    private final Optional<Path> podDirectory;

    private AllocationFile(Optional<Path> podDirectory) {
        this.podDirectory = podDirectory;
    }

    /** Of the pod whose directory that is. */
    static AllocationFile in(Path podDirectory) {
        return new AllocationFile(Optional.of(podDirectory));
    }

    /** Remembers nothing. */
    static AllocationFile none() {
        return new AllocationFile(Optional.empty());
    }

    Optional<Map<String, ResourceRequirements>> read() {
        Optional<Path> file =
                podDirectory.map(d -> d.resolve("allocation.json")).filter(Files::exists);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.get().toFile(), TYPE));
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", file.get()).setCause(e).log("a pod's allocation cannot be read");
            return Optional.empty();
        }
    }

    void write(Map<String, ResourceRequirements> allocation) {
        if (podDirectory.isEmpty()) {
            return;
        }
        Path directory = podDirectory.get();
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve("allocation.json.new");
            Files.writeString(fresh, JSON.writeValueAsString(allocation));
            Files.move(
                    fresh,
                    directory.resolve("allocation.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.atWarn().addKeyValue("directory", directory).setCause(e).log("a pod's allocation is not kept");
        }
    }
}
