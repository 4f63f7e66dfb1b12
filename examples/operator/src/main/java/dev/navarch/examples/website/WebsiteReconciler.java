package dev.navarch.examples.website;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a {@link Website} so. What it makes is owned by the website and goes with it. */
@ControllerConfiguration(name = "website")
public final class WebsiteReconciler implements Reconciler<Website> {

    static final String MANAGER = "website-operator";
    private static final int PORT = 8080;

    @Override
    public List<EventSource<?, Website>> prepareEventSources(EventSourceContext<Website> context) {
        var deployments = InformerEventSourceConfiguration.from(Deployment.class, Website.class)
                .withLabelSelector("app.kubernetes.io/managed-by=" + MANAGER)
                .build();
        return List.of(new InformerEventSource<>(deployments, context));
    }

    @Override
    public UpdateControl<Website> reconcile(Website website, Context<Website> context) {
        KubernetesClient client = context.getClient();
        apply(client, page(website));
        Deployment deployment = apply(client, deployment(website));
        apply(client, service(website));
        WebsiteStatus status = new WebsiteStatus(
                website.getMetadata().getGeneration(),
                Optional.ofNullable(deployment.getStatus())
                        .map(s -> s.getReadyReplicas())
                        .orElse(0),
                website.getMetadata().getName() + "." + website.getMetadata().getNamespace() + ".svc");
        if (status.equals(website.getStatus())) {
            return UpdateControl.noUpdate();
        }
        website.setStatus(status);
        return UpdateControl.patchStatus(website);
    }

    private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> T apply(KubernetesClient client, T desired) {
        return client.resource(desired)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(MANAGER)
                        .withForce(true)
                        .build());
    }

    private static ConfigMap page(Website website) {
        return new ConfigMapBuilder()
                .withMetadata(owned(website))
                .withData(Map.of("index.html", website.getSpec().html()))
                .build();
    }

    private static Deployment deployment(Website website) {
        Map<String, String> labels = labels(website);
        return new DeploymentBuilder()
                .withMetadata(owned(website))
                .withNewSpec()
                .withReplicas(website.getSpec().replicas())
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("httpd")
                .withImage(website.getSpec().image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("httpd", "-f", "-p", String.valueOf(PORT), "-h", "/page")
                .addNewPort()
                .withName("http")
                .withContainerPort(PORT)
                .endPort()
                .addNewVolumeMount()
                .withName("page")
                .withMountPath("/page")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("page")
                .withNewConfigMap()
                .withName(website.getMetadata().getName())
                .endConfigMap()
                .endVolume()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Service service(Website website) {
        return new ServiceBuilder()
                .withMetadata(owned(website))
                .withNewSpec()
                .withSelector(labels(website))
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withNewTargetPort("http")
                .endPort()
                .endSpec()
                .build();
    }

    private static Map<String, String> labels(Website website) {
        return Map.of(
                "app.kubernetes.io/name",
                "website",
                "app.kubernetes.io/instance",
                website.getMetadata().getName());
    }

    private static ObjectMeta owned(Website website) {
        return new ObjectMetaBuilder()
                .withName(website.getMetadata().getName())
                .withNamespace(website.getMetadata().getNamespace())
                .withLabels(Map.of("app.kubernetes.io/managed-by", MANAGER))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(website.getApiVersion())
                        .withKind(website.getKind())
                        .withName(website.getMetadata().getName())
                        .withUid(website.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .build();
    }
}
