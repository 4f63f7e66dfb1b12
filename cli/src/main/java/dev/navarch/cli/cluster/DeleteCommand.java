package dev.navarch.cli.cluster;

import dev.navarch.cli.kubeconfig.Kubeconfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code navarch delete}: stops a cluster and removes its containers, rules, objects and context. */
@Command(name = "delete", description = "Delete a cluster: process, containers, objects and kubeconfig context.")
public final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private NamedCluster cluster = new NamedCluster();

    @Override
    public Integer call() {
        ClusterSettings settings = cluster.settings();
        ClusterDirectory directory = cluster.directory();
        directory.process().ifPresent(BackgroundProcess::stop);
        NodeRemains.remove(directory, settings);
        Kubeconfig.ofUser(settings.contextName()).remove(settings.contextName());
        directory.delete(settings.name());
        System.out.println("cluster \"" + settings.name() + "\" is deleted");
        return 0;
    }
}
