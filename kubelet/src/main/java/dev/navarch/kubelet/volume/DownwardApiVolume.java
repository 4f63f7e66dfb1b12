package dev.navarch.kubelet.volume;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;

/** What the pod may know of itself, as files. */
final class DownwardApiVolume implements VolumeSetup {
    private final ApiData data;

    DownwardApiVolume(ApiData data) {
        this.data = data;
    }

    @Override
    public boolean handles(Volume volume) {
        return volume.getDownwardAPI() != null;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~downward-api";
    }

    @Override
    public Path setUp(Context context) throws VolumeException, IOException {
        DownwardAPIVolumeSource source = context.volume().getDownwardAPI();
        Payload payload = new Payload();
        data.downwardApi(context, source.getItems(), source.getDefaultMode(), payload);
        MemoryBacked.create(context.directory());
        AtomicWriter.write(context.directory(), payload, FsGroup.of(context.pod()));
        return context.directory();
    }
}
