package dev.navarch.kubelet.runtime.docker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An image made of this machine's static BusyBox; no registry is asked. */
final class BusyBoxImage {

    static final String NAME = "navarch-test/busybox:1";

    private static final String BUILD = """
            set -e
            root=$(mktemp -d)
            trap 'rm -rf "$root"' EXIT
            mkdir -p "$root/bin" "$root/tmp" "$root/etc"
            cp "$(command -v busybox)" "$root/bin/busybox"
            for applet in $(busybox --list); do
              [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
            done
            echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
            tar -C "$root" -c . | docker import -c 'ENV PATH=/bin' - %s >/dev/null
            """;

    private BusyBoxImage() {}

    /** Makes it where it is not there yet; skips the test, saying why, where no Docker answers. */
    static void make() throws IOException, InterruptedException {
        Assumptions.assumeTrue(succeeds("docker version"), "SKIPPED: no Docker daemon answers");
        if (!succeeds("docker image inspect " + NAME) && !succeeds(BUILD.formatted(NAME))) {
            throw new IOException("no image could be made of BusyBox (package busybox-static)");
        }
    }

    private static boolean succeeds(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
