package dev.navarch.apiserver.kind.apps;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.StatusPart;
import dev.navarch.apiserver.kind.podspec.TemplateWarnings;
import dev.navarch.apiserver.registry.Generation;
import dev.navarch.apiserver.registry.ObjectNames;
import dev.navarch.apiserver.registry.ResourceStrategy;

/** The kinds of {@code apps}. */
public final class AppsKinds {

    private AppsKinds() {}

    public static void register(KindStrategies strategies) {
        add(
                strategies,
                "deployments",
                kind().defaults(WorkloadDefaults::deployment)
                        .generation(Generation.COUNTED_WITH_ANNOTATIONS)
                        .rules(DeploymentRules::created)
                        .updateRules(DeploymentRules::changed)
                        .part("status", StatusPart.keepingLabels(DeploymentRules::status))
                        .warnings(TemplateWarnings.ofNamedLikePods("spec"))
                        .build());
        add(
                strategies,
                "replicasets",
                kind().defaults(WorkloadDefaults::replicaSet)
                        .counted()
                        .rules(ReplicaSetRules::created)
                        .updateRules(ReplicaSetRules::changed)
                        .statusRules((set, old) -> ReplicaSetRules.status(set))
                        .warnings(TemplateWarnings.ofNamedLikePods("spec"))
                        .build());
        add(
                strategies,
                "daemonsets",
                kind().defaults(WorkloadDefaults::daemonSet)
                        .counted()
                        .onCreate(TemplateGeneration::begin)
                        .onUpdate(TemplateGeneration::count)
                        .rules(DaemonSetRules::created)
                        .updateRules(DaemonSetRules::changed)
                        .statusRules(DaemonSetRules::status)
                        .warnings(TemplateWarnings.of("spec"))
                        .build());
        add(
                strategies,
                "statefulsets",
                kind().defaults(WorkloadDefaults::statefulSet)
                        .counted()
                        .names(ObjectNames::dnsLabel)
                        .rules(StatefulSetRules::created)
                        .updateRules(StatefulSetRules::changed)
                        .statusRules(StatefulSetRules::status)
                        .warnings(StatefulSetRules::warnings)
                        .build());
        add(
                strategies,
                "controllerrevisions",
                kind().rules(ControllerRevisionRules::created)
                        .updateRules(ControllerRevisionRules::changed)
                        .build());
    }

    private static void add(KindStrategies strategies, String resource, ResourceStrategy strategy) {
        strategies.put(new GroupResource("apps", resource), strategy);
    }
}
