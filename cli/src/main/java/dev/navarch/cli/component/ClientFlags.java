package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a component reaches the API server. */
final class ClientFlags {

    @Option(names = "--kubeconfig", description = "How to reach the API server, and as whom.")
    private @Nullable Path kubeconfig;

    @Option(names = "--master", description = "The API server's URL, in place of the kubeconfig's.")
    private String master = "";

    Config config() {
        if (kubeconfig == null) {
            throw new CommandException("--kubeconfig is needed");
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new CommandException("cannot read the kubeconfig " + kubeconfig);
        }
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        if (!master.isEmpty()) {
            config.setMasterUrl(master);
        }
        return config;
    }
}
