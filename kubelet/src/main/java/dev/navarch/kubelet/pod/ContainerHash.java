package dev.navarch.kubelet.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Changes when a running container must be replaced: only name and image matter, as upstream has it since 1.31. */
final class ContainerHash {
    private ContainerHash() {}

    static String of(Container container) {
        CRC32 crc = new CRC32();
        crc.update((container.getName() + "\0" + container.getImage()).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
