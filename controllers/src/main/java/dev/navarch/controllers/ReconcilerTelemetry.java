package dev.navarch.controllers;

import dev.navarch.controllers.api.ApiErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What Java Operator SDK tells about reconciliations. Failures become one line of log each; the SDK's own log of them,
 * with a stack trace for every conflict, is best turned down to errors.
 *
 * <p>And it closes a gap of the SDK: once that has worked off an object's deletion it drops all it knows of the name,
 * also the news, if they came meanwhile, that there is a new object of that name. So this looks right after the dropping
 * whether the informer has such an object, and tells the SDK once more. The call for metrics is the only one at that
 * moment.
 */
final class ReconcilerTelemetry implements Metrics {

    private static final Logger log = LoggerFactory.getLogger(ReconcilerTelemetry.class);

    private final Map<Object, Controller<? extends HasMetadata>> controllers = new ConcurrentHashMap<>();

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        controllers.put(controller.getConfiguration().getName(), controller);
    }

    @Override
    public void reconciliationFailed(
            HasMetadata resource, RetryInfo retryInfo, Exception exception, Map<String, Object> metadata) {
        log.atLevel(ApiErrors.isConflict(exception) ? Level.DEBUG : Level.WARN)
                .addKeyValue("controller", metadata.get(Constants.CONTROLLER_NAME))
                .addKeyValue("namespace", resource.getMetadata().getNamespace())
                .addKeyValue("name", resource.getMetadata().getName())
                .log("A sync failed and will be tried again: {}", ApiErrors.message(exception));
        log.debug("The failure", exception);
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
