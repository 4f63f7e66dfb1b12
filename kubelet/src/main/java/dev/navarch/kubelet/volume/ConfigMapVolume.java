package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys of a ConfigMap as files. */
final class ConfigMapVolume implements VolumeSetup {
    private final ApiData data;

    ConfigMapVolume(ApiData data) {
        this.data = data;
    }

    @Override
    public boolean handles(Volume volume) {
        return volume.getConfigMap() != null;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~configmap";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        ConfigMapVolumeSource source = context.volume().getConfigMap();
        Payload payload = new Payload();
        data.configMap(
                context.pod(),
                source.getName(),
                source.getItems(),
                Boolean.TRUE.equals(source.getOptional()),
                source.getDefaultMode(),
                payload);
        Files.createDirectories(context.directory());
        Files.setAttribute(context.directory(), "unix:mode", 0777);
        AtomicWriter.write(context.directory(), payload, FsGroup.of(context.pod()));
        return context.directory();
    }
}
