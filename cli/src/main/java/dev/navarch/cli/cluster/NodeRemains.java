package dev.navarch.cli.cluster;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterSettings.RuntimeKind;
import dev.navarch.proxy.ServiceProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what the node of a cluster leaves outside its directory: containers, the pods' network, packet rules. */
final class NodeRemains {

    private static final Logger log = LoggerFactory.getLogger(NodeRemains.class);

    private NodeRemains() {}

    static void remove(ClusterDirectory directory, ClusterSettings settings) {
        if (settings.apiOnly() || settings.runtime() != RuntimeKind.docker) {
            return;
        }
        String network = "navarch-" + settings.nodePodCidr().replace('/', '-');
        List<String> containers = docker(
                "ps",
                "-aq",
                "--filter",
                "label=dev.navarch.kubelet.root=" + directory.kubelet().toAbsolutePath());
        if (!containers.isEmpty()) {
            List<String> remove = new ArrayList<>(List.of("rm", "-f"));
            remove.addAll(containers);
            docker(remove.toArray(String[]::new));
        }
        docker("network", "rm", network);
        unmount(directory);
        try {
            ServiceProxy.cleanUp(settings.nftTable());
        } catch (IOException e) {
            log.warn("the packet rules of {} stay: {}", settings.name(), e.getMessage());
        }
    }

    /** Volumes in memory are mounts below the kubelet's directory. */
    private static void unmount(ClusterDirectory directory) {
        for (String line : run(List.of("cat", "/proc/mounts"))) {
            String[] parts = line.split(" ", -1);
            if (parts.length > 1
                    && parts[1].startsWith(directory.kubelet().toAbsolutePath().toString())) {
                run(List.of("umount", "-l", parts[1].replace("\\040", " ")));
            }
        }
    }

    private static List<String> docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static List<String> run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return lines;
        } catch (IOException e) {
            log.warn("{} cannot be run: {}", command.getFirst(), e.getMessage());
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }
}
