package dev.navarch.controllers.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a {@code KubeSchedulerConfiguration} from YAML or JSON. */
public final class ConfigurationReader {

    private static final String API_VERSION = "kubescheduler.config.k8s.io/v1";
    private static final String KIND = "KubeSchedulerConfiguration";

    private ConfigurationReader() {}

    /**
     * Reads a file.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it is not a valid configuration; the message names the field
     */
    public static SchedulerConfiguration read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * Reads YAML or JSON.
     *
     * @throws IllegalArgumentException when it is not a valid configuration; the message names the field
     */
    public static SchedulerConfiguration parse(String yaml) {
        JsonNode node;
        try {
            node = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        }
        Fields fields = new Fields("", node);
        String apiVersion = fields.text("apiVersion", "");
        String kind = fields.text("kind", "");
        if (!apiVersion.equals(API_VERSION) || !kind.equals(KIND)) {
            throw new IllegalArgumentException("no kind \"" + kind + "\" is registered for version \"" + apiVersion
                    + "\"; expected " + KIND + " of " + API_VERSION);
        }
        return configuration(fields);
    }

    private static SchedulerConfiguration configuration(Fields fields) {
        if (fields.number("parallelism", 16) <= 0) {
            throw fields.invalid("parallelism", "should be an integer value greater than zero");
        }
        if (!fields.objects("extenders").isEmpty()) {
            throw fields.invalid("extenders", "scheduler extenders are not supported");
        }
        fields.ignore("clientConnection", "delayCacheUntilActive", "enableProfiling", "enableContentionProfiling");
        SchedulerConfiguration configuration = new SchedulerConfiguration(
                fields.number("percentageOfNodesToScore", 0),
                Duration.ofSeconds(fields.number("podInitialBackoffSeconds", 1)),
                Duration.ofSeconds(fields.number("podMaxBackoffSeconds", 10)),
                fields.object("leaderElection")
                        .map(ConfigurationReader::leaderElection)
                        .orElse(SchedulerConfiguration.LeaderElection.DEFAULT),
                profiles(fields.objects("profiles")));
        fields.end();
        return configuration;
    }

    private static SchedulerConfiguration.LeaderElection leaderElection(Fields fields) {
        var defaults = SchedulerConfiguration.LeaderElection.DEFAULT;
        boolean elect = fields.flag("leaderElect", defaults.leaderElect());
        if (elect && !fields.text("resourceLock", "leases").equals("leases")) {
            throw fields.invalid("resourceLock", "resourceLock value must be \"leases\"");
        }
        var election = new SchedulerConfiguration.LeaderElection(
                elect,
                fields.duration("leaseDuration", defaults.leaseDuration()),
                fields.duration("renewDeadline", defaults.renewDeadline()),
                fields.duration("retryPeriod", defaults.retryPeriod()),
                fields.text("resourceNamespace", defaults.resourceNamespace()),
                fields.text("resourceName", defaults.resourceName()));
        fields.ignore("resourceLock");
        fields.end();
        return election;
    }

    private static List<Profile> profiles(List<Fields> list) {
        if (list.isEmpty()) {
            return SchedulerConfiguration.defaults().profiles();
        }
        List<Profile> profiles = new ArrayList<>();
        for (Fields fields : list) {
            profiles.add(profile(fields, list.size() == 1 ? SchedulerConfiguration.DEFAULT_SCHEDULER_NAME : "")
                    .onTopOf(SchedulerConfiguration.DEFAULT_PLUGINS));
        }
        return profiles;
    }

    private static Profile profile(Fields fields, String defaultName) {
        String name = fields.text("schedulerName", defaultName);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(fields.path("schedulerName") + ": Required value");
        }
        OptionalInt percentage = fields.has("percentageOfNodesToScore")
                ? OptionalInt.of(fields.number("percentageOfNodesToScore", 0))
                : OptionalInt.empty();
        Map<ExtensionPoint, PluginSet> plugins = new EnumMap<>(ExtensionPoint.class);
        PluginSet multiPoint =
                fields.object("plugins").map(points -> plugins(points, plugins)).orElse(PluginSet.EMPTY);
        Map<String, ObjectNode> args = pluginConfig(fields.objects("pluginConfig"));
        fields.end();
        return new Profile(name, percentage, multiPoint, plugins, args);
    }

    private static PluginSet plugins(Fields fields, Map<ExtensionPoint, PluginSet> into) {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            fields.object(point.field()).ifPresent(set -> into.put(point, pluginSet(set)));
        }
        PluginSet multiPoint =
                fields.object("multiPoint").map(ConfigurationReader::pluginSet).orElse(PluginSet.EMPTY);
        fields.end();
        return multiPoint;
    }

    private static PluginSet pluginSet(Fields fields) {
        List<PluginSet.Enabled> enabled = new ArrayList<>();
        for (Fields plugin : fields.objects("enabled")) {
            enabled.add(new PluginSet.Enabled(plugin.text("name", ""), plugin.number("weight", 0)));
            plugin.end();
        }
        Set<String> disabled = new LinkedHashSet<>();
        for (Fields plugin : fields.objects("disabled")) {
            disabled.add(plugin.text("name", ""));
            plugin.ignore("weight");
            plugin.end();
        }
        fields.end();
        return new PluginSet(enabled, disabled);
    }

    private static Map<String, ObjectNode> pluginConfig(List<Fields> list) {
        Map<String, ObjectNode> args = new HashMap<>();
        for (Fields fields : list) {
            String name = fields.text("name", "");
            ObjectNode value = (ObjectNode) fields.node("args")
                    .filter(JsonNode::isObject)
                    .orElseThrow(() -> fields.invalid("args", "has to match plugin args"));
            String kind = value.path("kind").asText(name + "Args");
            if (!kind.equals(name + "Args")) {
                throw fields.invalid(
                        "args", "args for plugin " + name + " were not of type " + name + "Args, got " + kind);
            }
            if (args.put(name, value) != null) {
                throw new IllegalArgumentException(fields.path("name") + ": Duplicate value: \"" + name + "\"");
            }
            fields.end();
        }
        return args;
    }
}
