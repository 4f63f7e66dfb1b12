package dev.navarch.kubelet.runtime.docker;

import dev.navarch.kubelet.linux.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who is killed when memory runs out, as far as this machine lets us say. */
final class OomScore {
    private static final int LOWEST = -1000;
    private static final int FLOOR = floor();

    private OomScore() {}

    /** Inside another container nobody may lower the score below its own: then that is the least. */
    static int attainable(int wanted) {
        return Math.max(wanted, FLOOR);
    }

    private static int floor() {
        if (Capabilities.has(Capabilities.SYS_RESOURCE)) {
            return LOWEST;
        }
        try {
            return Integer.parseInt(
                    Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        } catch (IOException | NumberFormatException e) {
            return LOWEST;
        }
    }
}
