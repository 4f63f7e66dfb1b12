package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code navarch certs}: the keys, certificates and kubeconfigs for components that run as processes of their own. */
@Command(
        name = "certs",
        description = "Make a cluster's keys, certificates and kubeconfigs for components that run one by one.")
public final class CertsCommand implements Callable<Integer> {

    @Option(names = "--dir", required = true, description = "Where the files go; those that are there are kept.")
    private @Nullable Path directory;

    @Option(names = "--server", required = true, description = "The URL at which components reach the API server.")
    private String server = "";

    @Option(
            names = "--service-address",
            defaultValue = "10.96.0.1",
            description = "The cluster IP of the Service kubernetes (default: ${DEFAULT-VALUE}).")
    private String serviceAddress = "";

    @Option(names = "--names", split = ",", description = "More names and addresses of the API server.")
    private List<String> names = List.of();

    @Option(names = "--node", split = ",", description = "The node whose kubelet gets a kubeconfig.")
    private List<String> nodes = List.of();

    @Override
    public Integer call() {
        if (directory == null) {
            throw new CommandException("--dir is needed");
        }
        String host = URI.create(server).getHost();
        if (host == null) {
            throw new CommandException("--server is not a URL with a host: " + server);
        }
        List<String> all = new ArrayList<>(names);
        all.add(host);
        ClusterCredentials credentials = ClusterCredentials.open(directory, server);
        credentials.apiServer(serviceAddress, all);
        credentials.adminKubeconfig("navarch");
        credentials.controllerManager();
        credentials.scheduler();
        credentials.proxy();
        for (String node : nodes) {
            credentials.kubelet(node);
            credentials.kubeletServing(node, List.of("127.0.0.1", "localhost"));
        }
        System.out.println("wrote keys, certificates and kubeconfigs to " + directory);
        return 0;
    }
}
