package dev.navarch.apiserver.kind.node;

import static dev.navarch.apiserver.kind.DescribedStrategy.kind;

import dev.navarch.api.meta.GroupResource;
import dev.navarch.apiserver.kind.KindStrategies;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;

/** The kinds of {@code node.k8s.io}. */
public final class NodeKinds {

    private NodeKinds() {}

    public static void register(KindStrategies strategies) {
        strategies.put(
                new GroupResource("node.k8s.io", "runtimeclasses"),
                kind().defaults(runtimeClass -> PodSpecDefaults.roundUp(
                                Fields.object(Fields.object(runtimeClass, "overhead"), "podFixed")))
                        .createOnUpdate()
                        .conditionalUpdateOnly()
                        .rules(RuntimeClassRules::created)
                        .updateRules(RuntimeClassRules::changed)
                        .warnings((runtimeClass, old) -> RuntimeClassRules.warnings(runtimeClass))
                        .build());
    }
}
