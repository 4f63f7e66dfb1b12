package dev.navarch.controllers;

import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.events.EventBroadcaster;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What every controller is made from; shared by all of one manager, and closed by it. */
public record ControllerContext(
        ControllerManagerOptions options,
        KubernetesClient client,
        SharedInformers informers,
        EventBroadcaster events,
        MetadataClient metadata,
        Discovery discovery) {}
