package dev.navarch.controllers.serviceaccount;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Keeps the {@code default} service account in every active namespace. */
public final class ServiceAccountReconciler implements Reconciler<Namespace> {

    private static final String DEFAULT = "default";

    private final KubernetesClient client;
    private final SharedInformer<ServiceAccount> serviceAccounts;

    public ServiceAccountReconciler(ControllerContext context) {
        client = context.client();
        serviceAccounts = context.informers().of(ServiceAccount.class);
    }

    @Override
    public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
        return List.of(new SharedInformerEventSource<>(serviceAccounts, ServiceAccountReconciler::namespaceLeft));
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace namespace, Context<Namespace> context) {
        if (NamespacePhase.isActive(namespace, context)) {
            ensureDefault(namespace.getMetadata().getName());
        }
        return UpdateControl.noUpdate();
    }

    private void ensureDefault(String namespace) {
        if (serviceAccounts.get(namespace, DEFAULT).isPresent()) {
            return;
        }
        try {
            client.serviceAccounts()
                    .inNamespace(namespace)
                    .resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(DEFAULT)
                            .withNamespace(namespace)
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isAlreadyExists(e) && !ApiErrors.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }

    private static List<ResourceID> namespaceLeft(Change<ServiceAccount> change) {
        return change.isRemoval()
                ? List.of(new ResourceID(change.object().getMetadata().getNamespace()))
                : List.of();
    }
}
