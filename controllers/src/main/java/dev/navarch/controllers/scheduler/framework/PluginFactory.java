package dev.navarch.controllers.scheduler.framework;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes a plugin for one profile. */
@FunctionalInterface
public interface PluginFactory {

    /**
     * Makes the plugin.
     *
     * @param args the profile's arguments for this plugin, empty when there are none
     * @throws IllegalArgumentException when the arguments are not valid
     */
    Plugin create(ObjectNode args, Handle handle);
}
