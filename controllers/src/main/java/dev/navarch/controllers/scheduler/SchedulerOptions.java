package dev.navarch.controllers.scheduler;

import dev.navarch.controllers.scheduler.config.ConfigurationReader;
import dev.navarch.controllers.scheduler.config.SchedulerConfiguration;
import dev.navarch.controllers.scheduler.config.SchedulerConfiguration.LeaderElection;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a scheduler is started.
 *
 * @param client how to reach the API server
 * @param configuration as read from a {@code KubeSchedulerConfiguration}
 * @param informers makes the informers from the scheduler's client; empty for informers of its own
 */
public record SchedulerOptions(
        Config client,
        SchedulerConfiguration configuration,
        Optional<Function<KubernetesClient, ClusterInformers>> informers) {

    /** Defaults without leader election: one scheduler in the cluster. */
    public static SchedulerOptions of(Config client) {
        return new SchedulerOptions(client, SchedulerConfiguration.defaults(), Optional.empty())
                .withLeaderElection(false);
    }

    /**
     * With the configuration of a file; it decides about leader election too.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it is not valid
     */
    public SchedulerOptions withConfigurationFile(Path file) throws IOException {
        return withConfiguration(ConfigurationReader.read(file));
    }

    public SchedulerOptions withConfiguration(SchedulerConfiguration other) {
        return new SchedulerOptions(client, other, informers);
    }

    public SchedulerOptions withLeaderElection(boolean elect) {
        LeaderElection election = configuration.leaderElection();
        return withConfiguration(new SchedulerConfiguration(
                configuration.percentageOfNodesToScore(),
                configuration.podInitialBackoff(),
                configuration.podMaxBackoff(),
                new LeaderElection(
                        elect,
                        election.leaseDuration(),
                        election.renewDeadline(),
                        election.retryPeriod(),
                        election.resourceNamespace(),
                        election.resourceName()),
                configuration.profiles()));
    }

    /** With informers that others in the process use too. */
    public SchedulerOptions withInformers(Function<KubernetesClient, ClusterInformers> shared) {
        return new SchedulerOptions(client, configuration, Optional.of(shared));
    }
}
