package dev.navarch.controllers.scheduler.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One way of scheduling, chosen by pods through {@code spec.schedulerName}.
 *
 * @param percentageOfNodesToScore overrides the configuration's
 * @param multiPoint plugins enabled at all extension points that they have
 * @param args arguments by plugin name
 */
public record Profile(
        String schedulerName,
        OptionalInt percentageOfNodesToScore,
        PluginSet multiPoint,
        Map<ExtensionPoint, PluginSet> plugins,
        Map<String, ObjectNode> args) {

    public Profile {
        if (schedulerName.isEmpty()) {
            throw new IllegalArgumentException("schedulerName: Required value");
        }
        plugins = Map.copyOf(plugins);
        args = Map.copyOf(args);
    }

    public PluginSet at(ExtensionPoint point) {
        return plugins.getOrDefault(point, PluginSet.EMPTY);
    }

    public ObjectNode argsOf(String plugin) {
        return args.getOrDefault(plugin, JsonNodeFactory.instance.objectNode());
    }

    /** All plugins that are enabled anywhere. */
    public Set<String> enabledPlugins() {
        Set<String> names = new LinkedHashSet<>();
        multiPoint.enabled().forEach(plugin -> names.add(plugin.name()));
        plugins.values().forEach(set -> set.enabled().forEach(plugin -> names.add(plugin.name())));
        return names;
    }

    /** This profile on top of the default plugins. */
    Profile onTopOf(PluginSet defaults) {
        Map<ExtensionPoint, PluginSet> merged = new EnumMap<>(ExtensionPoint.class);
        plugins.forEach((point, set) -> merged.put(point, PluginSet.EMPTY.overriddenBy(set)));
        return new Profile(schedulerName, percentageOfNodesToScore, defaults.overriddenBy(multiPoint), merged, args);
    }
}
