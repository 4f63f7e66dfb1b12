package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import dev.navarch.proxy.ServiceProxy;
import dev.navarch.proxy.ServiceProxyOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code navarch proxy}: the service proxy of a node, under the flags of kube-proxy. */
@Command(name = "proxy", description = "Run a node's service proxy alone, under kube-proxy's flag names.")
public final class ProxyCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags client = new ClientFlags();

    @Option(names = "--hostname-override", required = true, description = "The node's name.")
    private String nodeName = "";

    @Option(names = "--proxy-mode", defaultValue = "auto", description = "auto, nftables or userspace.")
    private String mode = "";

    @Option(names = "--cluster-cidr", split = ",", defaultValue = "10.244.0.0/16")
    private List<String> clusterCidrs = List.of();

    @Option(names = "--table", defaultValue = "navarch", description = "The name of the nftables table.")
    private String table = "";

    @Option(names = "--healthz-port", defaultValue = "10256")
    private int healthzPort;

    @Option(names = "--cleanup", description = "Remove the rules that a proxy left, and end.")
    private boolean cleanUp;

    @Override
    public Integer call() throws Exception {
        if (cleanUp) {
            ServiceProxy.cleanUp(table);
            return 0;
        }
        try {
            return Served.untilStopped(
                    "proxy",
                    ServiceProxy.start(new ServiceProxyOptions(
                            client.config(), nodeName, mode(), clusterCidrs, table, healthzPort)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private ServiceProxyOptions.Mode mode() {
        return switch (mode) {
            case "auto" -> ServiceProxyOptions.Mode.AUTO;
            case "nftables" -> ServiceProxyOptions.Mode.NFTABLES;
            case "userspace" -> ServiceProxyOptions.Mode.USERSPACE;
            default ->
                throw new CommandException("--proxy-mode: \"" + mode + "\" is not one of auto, nftables, userspace");
        };
    }
}
