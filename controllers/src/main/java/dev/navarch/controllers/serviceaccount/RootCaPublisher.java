package dev.navarch.controllers.serviceaccount;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.informers.Change;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the ConfigMap with the cluster's root certificates in every active namespace. */
public final class RootCaPublisher implements Reconciler<Namespace> {

    private static final String NAME = "kube-root-ca.crt";
    private static final String DESCRIPTION_ANNOTATION = "kubernetes.io/description";
    private static final String DESCRIPTION =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as"
                    + " the internal service IP or kubernetes.default.svc. No other usage is guaranteed across"
                    + " distributions of Kubernetes clusters.";

    private final KubernetesClient client;
    private final SharedInformer<ConfigMap> configMaps;
    private final Map<String, String> data;

    public RootCaPublisher(ControllerContext context, String rootCaPem) {
        client = context.client();
        configMaps = context.informers().of(ConfigMap.class, Map.of("metadata.name", NAME));
        data = Map.of("ca.crt", rootCaPem);
    }

    @Override
    public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
        return List.of(new SharedInformerEventSource<>(configMaps, RootCaPublisher::namespaceTouched));
    }

    @Override
    public UpdateControl<Namespace> reconcile(Namespace namespace, Context<Namespace> context) {
        if (NamespacePhase.isActive(namespace, context)) {
            ensurePublished(namespace.getMetadata().getName());
        }
        return UpdateControl.noUpdate();
    }

    private void ensurePublished(String namespace) {
        Optional<ConfigMap> existing = configMaps.get(namespace, NAME);
        if (existing.isEmpty()) {
            create(namespace);
        } else if (!isRight(existing.get())) {
            correct(existing.get());
        }
    }

    private boolean isRight(ConfigMap configMap) {
        Map<String, String> annotations = configMap.getMetadata().getAnnotations();
        return data.equals(configMap.getData())
                && annotations != null
                && !annotations.getOrDefault(DESCRIPTION_ANNOTATION, "").isEmpty();
    }

    private void create(String namespace) {
        try {
            client.configMaps()
                    .inNamespace(namespace)
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(NAME)
                            .withNamespace(namespace)
                            .addToAnnotations(DESCRIPTION_ANNOTATION, DESCRIPTION)
                            .endMetadata()
                            .withData(data)
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiErrors.isNotFound(e) && !ApiErrors.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }

    private void correct(ConfigMap configMap) {
        client.resource(new ConfigMapBuilder(configMap)
                        .editMetadata()
                        .addToAnnotations(DESCRIPTION_ANNOTATION, DESCRIPTION)
                        .endMetadata()
                        .withData(data)
                        .build())
                .update();
    }

    private static List<ResourceID> namespaceTouched(Change<ConfigMap> change) {
        return change.isAddition()
                ? List.of()
                : List.of(new ResourceID(change.object().getMetadata().getNamespace()));
    }
}
