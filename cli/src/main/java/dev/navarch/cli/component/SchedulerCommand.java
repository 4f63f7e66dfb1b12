package dev.navarch.cli.component;

import dev.navarch.cli.CommandException;
import dev.navarch.cli.cluster.ClusterDirectory;
import dev.navarch.controllers.scheduler.Scheduler;
import dev.navarch.controllers.scheduler.SchedulerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code navarch scheduler}: the scheduler alone, under the flags of kube-scheduler. */
@Command(name = "scheduler", description = "Run the scheduler alone, under kube-scheduler's flag names.")
public final class SchedulerCommand implements Callable<Integer> {

    @Mixin
    private ClientFlags client = new ClientFlags();

    @Option(names = "--config", description = "A KubeSchedulerConfiguration; it decides about leader election too.")
    private @Nullable Path configuration;

    @Option(names = "--leader-elect", arity = "0..1", defaultValue = "true", fallbackValue = "true")
    private boolean leaderElect;

    @Override
    public Integer call() {
        try {
            SchedulerOptions options = SchedulerOptions.of(client.config());
            options = configuration != null
                    ? options.withConfigurationFile(configuration)
                    : options.withLeaderElection(leaderElect);
            return Served.untilStopped("scheduler", Scheduler.start(options));
        } catch (IOException e) {
            throw new CommandException("cannot read " + configuration + ": " + ClusterDirectory.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new CommandException("--config: " + e.getMessage(), e);
        }
    }
}
