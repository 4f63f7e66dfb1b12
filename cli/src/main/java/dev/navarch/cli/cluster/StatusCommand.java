package dev.navarch.cli.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code navarch status}: what a cluster is and whether it answers; exits 0 when it is ready and 3 when it is not. */
@Command(name = "status", description = "Show whether a cluster runs and answers (exit 0: ready, 3: not).")
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private NamedCluster cluster = new NamedCluster();

    @Override
    public Integer call() {
        ClusterSettings settings = cluster.settings();
        ClusterDirectory directory = cluster.directory();
        Optional<ProcessHandle> process = directory.process();
        boolean ready = process.isPresent() && ReadinessProbe.isReady(directory, settings);
        System.out.println("name:     " + settings.name());
        System.out.println("state:    " + (ready ? "ready" : process.isPresent() ? "not ready" : "stopped"));
        System.out.println("server:   " + settings.serverUrl());
        System.out.println("storage:  " + settings.storage() + etcd(settings));
        System.out.println("runtime:  " + (settings.apiOnly() ? "none (API only)" : settings.runtime()));
        System.out.println("data:     " + directory.path());
        process.ifPresent(p -> System.out.println("process:  " + p.pid()
                + p.info().startInstant().map(StatusCommand::upFor).orElse("")));
        return ready ? 0 : 3;
    }

    private static String etcd(ClusterSettings settings) {
        return settings.etcdServers().isEmpty() ? "" : " (" + String.join(",", settings.etcdServers()) + ")";
    }

    private static String upFor(Instant start) {
        Duration age = Duration.between(start, Instant.now());
        return ", up for "
                + Duration.ofSeconds(age.toSeconds()).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
