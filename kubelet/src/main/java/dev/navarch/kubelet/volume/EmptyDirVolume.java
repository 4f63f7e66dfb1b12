package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory that lives as long as the pod; with medium Memory a tmpfs. */
final class EmptyDirVolume implements VolumeSetup {

    @Override
    public boolean handles(Volume volume) {
        return volume.getEmptyDir() != null;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~empty-dir";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        Path directory = context.directory();
        EmptyDirVolumeSource source = context.volume().getEmptyDir();
        String medium = source.getMedium() == null ? "" : source.getMedium();
        boolean fresh = !Files.exists(directory);
        Files.createDirectories(directory);
        if (medium.equals("Memory")) {
            fresh |= !Tmpfs.isMounted(directory);
            Tmpfs.mount(directory, size(source));
        } else if (!medium.isEmpty()) {
            throw new VolumeException("unknown storage medium \"" + medium + "\"");
        }
        if (fresh) {
            Files.setAttribute(directory, "unix:mode", 0777);
            Optional<Long> group = FsGroup.of(context.pod());
            if (group.isPresent()) {
                FsGroup.apply(directory, group.get(), false);
            }
        }
        return directory;
    }

    private static String size(EmptyDirVolumeSource source) {
        return source.getSizeLimit() == null
                ? ""
                : "size="
                        + source.getSizeLimit()
                                .getNumericalAmount()
                                .setScale(0, RoundingMode.CEILING)
                                .toPlainString();
    }
}
