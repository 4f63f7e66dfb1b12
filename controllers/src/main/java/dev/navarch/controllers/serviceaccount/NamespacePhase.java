package dev.navarch.controllers.serviceaccount;

import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Whether a namespace takes new objects. */
final class NamespacePhase {

    private NamespacePhase() {}

    static boolean isActive(Namespace namespace, Context<Namespace> context) {
        return !context.isPrimaryResourceDeleted()
                && namespace.getStatus() != null
                && "Active".equals(namespace.getStatus().getPhase());
    }
}
