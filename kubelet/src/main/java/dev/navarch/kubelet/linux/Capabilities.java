package dev.navarch.kubelet.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do beyond what any may. Root inside a container may do less than its name says. */
public final class Capabilities {
    public static final int SYS_ADMIN = 21;
    public static final int SYS_RESOURCE = 24;

    private static final long EFFECTIVE = effective();

    private Capabilities() {}

    public static boolean has(int capability) {
        return ((EFFECTIVE >> capability) & 1) == 1;
    }

    private static long effective() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapEff:")) {
                    return Long.parseUnsignedLong(line.substring(7).strip(), 16);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }
}
