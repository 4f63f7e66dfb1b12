package dev.navarch.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code navarch stop}: ends the process; objects stay, containers run on. */
@Command(name = "stop", description = "Stop a cluster's process; its objects and containers stay.")
public final class StopCommand implements Callable<Integer> {

    @Mixin
    private NamedCluster cluster = new NamedCluster();

    @Override
    public Integer call() {
        ClusterSettings settings = cluster.settings();
        cluster.directory()
                .process()
                .ifPresentOrElse(
                        process -> {
                            BackgroundProcess.stop(process);
                            System.out.println("cluster \"" + settings.name() + "\" is stopped");
                        },
                        () -> System.out.println("cluster \"" + settings.name() + "\" is not running"));
        return 0;
    }
}
