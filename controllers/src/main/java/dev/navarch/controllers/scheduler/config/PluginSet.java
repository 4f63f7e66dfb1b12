package dev.navarch.controllers.scheduler.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plugins enabled, in order, and disabled by name.
 *
 * @param disabled {@code *} stands for all
 */
public record PluginSet(List<Enabled> enabled, Set<String> disabled) {

    public static final PluginSet EMPTY = new PluginSet(List.of(), Set.of());

    private static final String ALL = "*";

    /**
     * An enabled plugin.
     *
     * @param weight of its score; 0 when not given
     */
    public record Enabled(String name, int weight) {}

    public PluginSet {
        enabled = List.copyOf(enabled);
        disabled = Set.copyOf(disabled);
    }

    public boolean disablesAll() {
        return disabled.contains(ALL);
    }

    /** This set as the default with another on top: disabled ones go, reconfigured ones keep their place, new ones follow. */
    PluginSet overriddenBy(PluginSet custom) {
        Set<String> off = new LinkedHashSet<>(disabled);
        off.addAll(custom.disabled);
        Map<String, Enabled> customByName = new HashMap<>();
        custom.enabled.forEach(plugin -> customByName.put(plugin.name(), plugin));
        List<Enabled> on = new ArrayList<>();
        Set<String> replaced = new LinkedHashSet<>();
        if (!off.contains(ALL)) {
            for (Enabled plugin : enabled) {
                if (off.contains(plugin.name())) {
                    continue;
                }
                Enabled override = customByName.get(plugin.name());
                if (override != null) {
                    replaced.add(plugin.name());
                }
                on.add(override == null ? plugin : override);
            }
        }
        for (Enabled plugin : custom.enabled) {
            if (!replaced.contains(plugin.name())) {
                on.add(plugin);
            }
        }
        return new PluginSet(on, off);
    }
}
