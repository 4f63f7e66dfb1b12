package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.config.ExtensionPoint;
import dev.navarch.controllers.scheduler.config.PluginSet;
import dev.navarch.controllers.scheduler.config.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which plugins run at which extension point of a profile, in which order. */
final class PluginSelection {

    private final Profile profile;
    private final Map<String, Plugin> plugins = new LinkedHashMap<>();

    PluginSelection(Profile profile, Map<String, PluginFactory> registry, Handle handle) {
        this.profile = profile;
        for (String name : profile.enabledPlugins()) {
            PluginFactory factory = registry.get(name);
            if (factory == null) {
                throw new IllegalArgumentException("plugin \"" + name + "\" does not exist");
            }
            try {
                plugins.put(name, factory.create(profile.argsOf(name), handle));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("initializing plugin \"" + name + "\": " + e.getMessage(), e);
            }
        }
    }

    Iterable<Plugin> all() {
        return plugins.values();
    }

    /**
     * Plugins named for the point come first where they override a multi-point one, then the multi-point ones, then the
     * others named for the point.
     */
    <T extends Plugin> List<T> at(ExtensionPoint point, Class<T> type) {
        PluginSet set = profile.at(point);
        Set<String> named = new LinkedHashSet<>();
        for (PluginSet.Enabled plugin : set.enabled()) {
            if (!type.isInstance(plugins.get(plugin.name()))) {
                throw new IllegalArgumentException(
                        "plugin \"" + plugin.name() + "\" does not extend " + type.getSimpleName() + " plugin");
            }
            if (!named.add(plugin.name())) {
                throw new IllegalArgumentException(
                        "plugin \"" + plugin.name() + "\" already registered as \"" + type.getSimpleName() + "\"");
            }
        }
        Set<String> overriding = new LinkedHashSet<>();
        Set<String> fromMultiPoint = new LinkedHashSet<>();
        if (!set.disablesAll()) {
            for (PluginSet.Enabled plugin : profile.multiPoint().enabled()) {
                String name = plugin.name();
                if (!type.isInstance(plugins.get(name)) || set.disabled().contains(name)) {
                    continue;
                }
                (named.contains(name) ? overriding : fromMultiPoint).add(name);
            }
        }
        Set<String> order = new LinkedHashSet<>();
        named.stream().filter(overriding::contains).forEach(order::add);
        order.addAll(fromMultiPoint);
        order.addAll(named);
        List<T> result = new ArrayList<>();
        for (String name : order) {
            result.add(type.cast(plugins.get(name)));
        }
        return List.copyOf(result);
    }

    /** The weights of scores: what is said for the score point wins over what is said for all points; at least 1. */
    Map<String, Integer> scoreWeights() {
        Map<String, Integer> weights = new HashMap<>();
        List<PluginSet.Enabled> both =
                new ArrayList<>(profile.at(ExtensionPoint.SCORE).enabled());
        both.addAll(profile.multiPoint().enabled());
        for (PluginSet.Enabled plugin : both) {
            weights.putIfAbsent(plugin.name(), plugin.weight() == 0 ? 1 : plugin.weight());
        }
        return weights;
    }
}
