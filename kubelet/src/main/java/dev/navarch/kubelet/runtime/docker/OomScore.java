package dev.navarch.kubelet.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who is killed when memory runs out, as far as this machine lets us say. */
final class OomScore {
    private static final int CAP_SYS_RESOURCE = 24;
    private static final int FLOOR = floor();

    private OomScore() {}

    /** Inside another container nobody may lower the score below its own: then that is the least. */
    static int attainable(int wanted) {
        return Math.max(wanted, FLOOR);
    }

    private static int floor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    long capabilities = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                    return (capabilities >> CAP_SYS_RESOURCE & 1) == 1
                            ? -1000
                            : Integer.parseInt(Files.readString(Path.of("/proc/self/oom_score_adj"))
                                    .strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return -1000;
        }
        return -1000;
    }
}
