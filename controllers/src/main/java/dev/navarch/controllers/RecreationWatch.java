package dev.navarch.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes a gap of Java Operator SDK: once it has worked off an object's deletion it drops all it knows of the name,
 * also the news, if they came meanwhile, that there is a new object of that name. This looks right after the dropping
 * whether the informer has such an object, and tells the SDK once more. The SDK's only call at that moment is the one
 * for metrics.
 */
final class RecreationWatch implements Metrics {

    private final Map<Object, Controller<? extends HasMetadata>> controllers = new ConcurrentHashMap<>();

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        controllers.put(controller.getConfiguration().getName(), controller);
    }

    @Override
    public void cleanupDone(ResourceID id, Map<String, Object> metadata) {
        var controller = controllers.get(metadata.get(Constants.CONTROLLER_NAME));
        if (controller == null) {
            return;
        }
        var recreated =
                controller.getEventSourceManager().getControllerEventSource().get(id);
        recreated.ifPresent(object -> Thread.ofVirtual()
                .name("recreated")
                .start(() -> controller
                        .getEventProcessor()
                        .handleEvent(new ResourceEvent(ResourceAction.ADDED, id, object))));
    }
}
