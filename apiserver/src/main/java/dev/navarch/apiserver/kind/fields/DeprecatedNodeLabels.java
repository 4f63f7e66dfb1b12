package dev.navarch.apiserver.kind.fields;

import dev.navarch.api.meta.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labels of nodes that still work but should not be used any more. */
public final class DeprecatedNodeLabels {

    private static final Map<String, String> MESSAGES = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
            "app.kubernetes.io/created-by", "deprecated since v1.9",
            "scheduler.alpha.kubernetes.io/preferAvoidPods",
                    "deprecated since v1.22; use Taints and Tolerations instead",
            "node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead");

    private DeprecatedNodeLabels() {}

    /** What is to be said of a label; nothing for most. */
    public static Optional<String> message(String label) {
        return Optional.ofNullable(MESSAGES.get(label));
    }

    /** What is to be said of a label selector for nodes. */
    public static List<String> warnings(Place selector) {
        var warnings = new ArrayList<String>();
        for (Place expression : selector.get("matchExpressions").items()) {
            Place key = expression.get("key");
            message(key.text()).ifPresent(text -> warnings.add(key.path() + ": " + key.text() + " is " + text));
        }
        Place labels = selector.get("matchLabels");
        for (String label : labels.keys()) {
            message(label).ifPresent(text -> warnings.add(labels.get(label).path() + ": " + text));
        }
        return warnings;
    }

    /** What is to be said of a term that selects nodes; of values too, where they are not checked. */
    public static List<String> inTerm(Field term, boolean values) {
        List<String> warnings = new ArrayList<>();
        for (Field expression : term.items("matchExpressions")) {
            Field key = expression.get("key");
            message(key.text()).ifPresent(text -> warnings.add(key.path() + ": " + key.text() + " is " + text));
            if (!values) {
                continue;
            }
            for (Field value : expression.items("values")) {
                Names.labelValue(value.text())
                        .forEach(text -> warnings.add(value.path() + ": " + value.text() + " is invalid, " + text));
            }
        }
        return warnings;
    }
}
