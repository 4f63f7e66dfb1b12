package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;

/** The keys of a Secret as files in memory. */
final class SecretVolume implements VolumeSetup {
    private final ApiData data;

    SecretVolume(ApiData data) {
        this.data = data;
    }

    @Override
    public boolean handles(Volume volume) {
        return volume.getSecret() != null;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~secret";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        SecretVolumeSource source = context.volume().getSecret();
        Payload payload = new Payload();
        data.secret(
                context.pod(),
                source.getSecretName(),
                source.getItems(),
                Boolean.TRUE.equals(source.getOptional()),
                source.getDefaultMode(),
                payload);
        MemoryBacked.create(context.directory());
        AtomicWriter.write(context.directory(), payload, FsGroup.of(context.pod()));
        return context.directory();
    }
}
