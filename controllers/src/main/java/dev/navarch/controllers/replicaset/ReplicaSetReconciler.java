package dev.navarch.controllers.replicaset;

import dev.navarch.controllers.ControllerContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The ReplicaSet controller. */
public final class ReplicaSetReconciler implements Reconciler<ReplicaSet> {

    private final ReplicaSync<ReplicaSet> sync;

    public ReplicaSetReconciler(ControllerContext context) {
        var replicaSets = context.informers().of(ReplicaSet.class);
        sync = new ReplicaSync<>(
                context.client(),
                context.events().recorder("replicaset-controller"),
                new ReplicaSetKind(replicaSets),
                replicaSets,
                context.informers().of(Pod.class));
    }

    @Override
    public List<EventSource<?, ReplicaSet>> prepareEventSources(EventSourceContext<ReplicaSet> context) {
        return List.of(sync.podEvents());
    }

    @Override
    public UpdateControl<ReplicaSet> reconcile(ReplicaSet replicaSet, Context<ReplicaSet> context) {
        if (context.isPrimaryResourceDeleted()) {
            sync.forget(replicaSet);
            return UpdateControl.noUpdate();
        }
        return sync.sync(replicaSet);
    }
}
