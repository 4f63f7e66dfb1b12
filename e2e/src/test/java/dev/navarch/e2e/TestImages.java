package dev.navarch.e2e;

import java.util.Map;

/** The images of the scenarios, made on this machine from BusyBox; no registry is asked. */
final class TestImages {

    static final String FRONTEND = "guestbook/frontend:1";

    private TestImages() {}

    /** Builds what is not there yet. */
    static void build() {
        Shell shell = new Shell(Cluster.HOME, Map.of());
        if (shell.run("docker", "image", "inspect", FRONTEND, "guestbook/backend:1")
                        .exit()
                != 0) {
            shell.run(Cluster.HOME.resolve("examples/guestbook/build-images.sh").toString())
                    .succeeded();
        }
    }
}
