package dev.navarch.controllers;

import dev.navarch.controllers.api.Discovery;
import dev.navarch.controllers.api.MetadataClient;
import dev.navarch.controllers.events.EventBroadcaster;
import dev.navarch.controllers.informers.SharedInformers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every controller is made from. Informers and timer are shared by all of one manager; what writes is shared by
 * those with the same identity.
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
        ScheduledExecutorService timer) {

    static ControllerContext of(
            ControllerManagerOptions options,
            KubernetesClient client,
            SharedInformers informers,
            ScheduledExecutorService timer) {
        MetadataClient metadata = new MetadataClient(client);
        return new ControllerContext(
                options, client, informers, new EventBroadcaster(client), metadata, new Discovery(metadata), timer);
    }
}
