package dev.navarch.controllers.scheduler.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A {@code KubeSchedulerConfiguration}, defaulted and valid.
 *
 * @param percentageOfNodesToScore 0 to 100; 0 lets the size of the cluster decide
 */
public record SchedulerConfiguration(
        int percentageOfNodesToScore,
        Duration podInitialBackoff,
        Duration podMaxBackoff,
        LeaderElection leaderElection,
        List<Profile> profiles) {

    public static final String DEFAULT_SCHEDULER_NAME = "default-scheduler";

    /**
     * The plugins that are enabled where the configuration does not say otherwise, in their order, with the weights of
     * their scores.
     */
    static final PluginSet DEFAULT_PLUGINS = new PluginSet(
            List.of(
                    new PluginSet.Enabled("SchedulingGates", 0),
                    new PluginSet.Enabled("PrioritySort", 0),
                    new PluginSet.Enabled("NodeUnschedulable", 0),
                    new PluginSet.Enabled("NodeName", 0),
                    new PluginSet.Enabled("TaintToleration", 3),
                    new PluginSet.Enabled("NodeAffinity", 2),
                    new PluginSet.Enabled("NodePorts", 0),
                    new PluginSet.Enabled("NodeResourcesFit", 1),
                    new PluginSet.Enabled("VolumeRestrictions", 0),
                    new PluginSet.Enabled("NodeVolumeLimits", 0),
                    new PluginSet.Enabled("VolumeBinding", 0),
                    new PluginSet.Enabled("VolumeZone", 0),
                    new PluginSet.Enabled("PodTopologySpread", 2),
                    new PluginSet.Enabled("InterPodAffinity", 2),
                    new PluginSet.Enabled("DefaultPreemption", 0),
                    new PluginSet.Enabled("NodeResourcesBalancedAllocation", 1),
                    new PluginSet.Enabled("ImageLocality", 1),
                    new PluginSet.Enabled("DefaultBinder", 0)),
            Set.of());

    /** How several schedulers agree on which of them works. */
    public record LeaderElection(
            boolean leaderElect,
            Duration leaseDuration,
            Duration renewDeadline,
            Duration retryPeriod,
            String resourceNamespace,
            String resourceName) {

        public static final LeaderElection DEFAULT = new LeaderElection(
                true,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                "kube-system",
                "kube-scheduler");

        public LeaderElection {
            if (leaderElect) {
                require(
                        leaseDuration.compareTo(renewDeadline) > 0,
                        "leaderElection.leaseDuration",
                        "LeaseDuration must be greater than RenewDeadline");
                require(
                        renewDeadline.compareTo(retryPeriod) > 0,
                        "leaderElection.renewDeadline",
                        "RenewDeadline must be greater than RetryPeriod");
                require(
                        !retryPeriod.isZero() && !retryPeriod.isNegative(),
                        "leaderElection.retryPeriod",
                        "must be greater than zero");
                require(
                        !resourceNamespace.isEmpty(),
                        "leaderElection.resourceNamespace",
                        "resourceNamespace is required");
                require(!resourceName.isEmpty(), "leaderElection.resourceName", "resourceName is required");
            }
        }
    }

    public SchedulerConfiguration {
        profiles = List.copyOf(profiles);
        requirePercentage("percentageOfNodesToScore", percentageOfNodesToScore);
        require(
                !podInitialBackoff.isZero() && !podInitialBackoff.isNegative(),
                "podInitialBackoffSeconds",
                "must be greater than 0");
        require(
                podMaxBackoff.compareTo(podInitialBackoff) >= 0,
                "podMaxBackoffSeconds",
                "must be greater than or equal to PodInitialBackoffSeconds");
        require(!profiles.isEmpty(), "profiles", "at least one profile is required");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < profiles.size(); i++) {
            Profile profile = profiles.get(i);
            String path = "profiles[" + i + "]";
            require(
                    names.add(profile.schedulerName()),
                    path + ".schedulerName",
                    "Duplicate value: \"" + profile.schedulerName() + "\"");
            OptionalInt percentage = profile.percentageOfNodesToScore();
            if (percentage.isPresent()) {
                requirePercentage(path + ".percentageOfNodesToScore", percentage.getAsInt());
            }
            require(
                    profile.at(ExtensionPoint.QUEUE_SORT)
                            .equals(profiles.getFirst().at(ExtensionPoint.QUEUE_SORT)),
                    path + ".plugins.queueSort",
                    "must be the same for all profiles");
        }
    }

    public static SchedulerConfiguration defaults() {
        return new SchedulerConfiguration(
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                LeaderElection.DEFAULT,
                List.of(new Profile(
                                DEFAULT_SCHEDULER_NAME,
                                OptionalInt.empty(),
                                PluginSet.EMPTY,
                                java.util.Map.of(),
                                java.util.Map.of())
                        .onTopOf(DEFAULT_PLUGINS)));
    }

    private static void requirePercentage(String path, int value) {
        require(value >= 0 && value <= 100, path, "not in valid range [0-100]");
    }

    private static void require(boolean holds, String path, String message) {
        if (!holds) {
            throw new IllegalArgumentException(path + ": Invalid value: " + message);
        }
    }
}
