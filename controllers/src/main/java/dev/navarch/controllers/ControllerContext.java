package dev.navarch.controllers;

import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.events.EventBroadcaster;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every controller is made from; shared by all of one manager, and closed by it.
 *
 * @param timer for what is due later; tasks on it must return at once
 */
public record ControllerContext(
        ControllerManagerOptions options,
        KubernetesClient client,
        SharedInformers informers,
        EventBroadcaster events,
        MetadataClient metadata,
        Discovery discovery,
        ScheduledExecutorService timer) {}
