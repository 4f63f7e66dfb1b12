package dev.navarch.controllers.replicationcontroller;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.replicaset.ReplicaSync;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The controller of ReplicationControllers. */
public final class ReplicationControllerReconciler implements Reconciler<ReplicationController> {

    private final ReplicaSync<ReplicationController> sync;

    public ReplicationControllerReconciler(ControllerContext context) {
        sync = new ReplicaSync<>(
                context.client(),
                context.events().recorder("replication-controller"),
                new ReplicationControllerKind(),
                context.informers().of(ReplicationController.class),
                context.informers().of(Pod.class));
    }

    @Override
    public List<EventSource<?, ReplicationController>> prepareEventSources(
            EventSourceContext<ReplicationController> context) {
        return List.of(sync.podEvents());
    }

    @Override
    public UpdateControl<ReplicationController> reconcile(
            ReplicationController owner, Context<ReplicationController> context) {
        if (context.isPrimaryResourceDeleted()) {
            sync.forget(owner);
            return UpdateControl.noUpdate();
        }
        return sync.sync(owner);
    }
}
