package dev.navarch.controllers.clusterroleaggregation;

import dev.navarch.controllers.ControllerContext;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.informers.SharedInformerEventSource;
import dev.navarch.controllers.ownership.LabelSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The cluster role aggregation controller. Any cluster role's change concerns all that aggregate. */
public final class ClusterRoleAggregationReconciler implements Reconciler<ClusterRole> {

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("clusterrole-aggregation-controller")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final SharedInformer<ClusterRole> roles;

    public ClusterRoleAggregationReconciler(ControllerContext context) {
        client = context.client();
        roles = context.informers().of(ClusterRole.class);
    }

    @Override
    public List<EventSource<?, ClusterRole>> prepareEventSources(EventSourceContext<ClusterRole> context) {
        return List.of(new SharedInformerEventSource<>(
                roles,
                change -> roles.list().stream()
                        .filter(role -> role.getAggregationRule() != null)
                        .map(ResourceID::fromResource)
                        .toList()));
    }

    @Override
    public UpdateControl<ClusterRole> reconcile(ClusterRole role, Context<ClusterRole> context) {
        if (context.isPrimaryResourceDeleted() || role.getAggregationRule() == null) {
            return UpdateControl.noUpdate();
        }
        Set<PolicyRule> rules = new LinkedHashSet<>();
        for (LabelSelector selector : role.getAggregationRule().getClusterRoleSelectors()) {
            roles.list().stream()
                    .filter(other ->
                            LabelSelectors.matches(selector, other.getMetadata().getLabels()))
                    .filter(other -> !other.getMetadata()
                            .getName()
                            .equals(role.getMetadata().getName()))
                    .sorted(Comparator.comparing(other -> other.getMetadata().getName()))
                    .forEach(other -> rules.addAll(rules(other)));
        }
        if (!List.copyOf(rules).equals(rules(role))) {
            client.resource(new ClusterRoleBuilder()
                            .withNewMetadata()
                            .withName(role.getMetadata().getName())
                            .endMetadata()
                            .withRules(List.copyOf(rules))
                            .build())
                    .patch(APPLY);
        }
        return UpdateControl.noUpdate();
    }

    private static List<PolicyRule> rules(ClusterRole role) {
        return Objects.requireNonNullElse(role.getRules(), List.of());
    }
}
