package dev.navarch.controllers.scheduler.plugins.podtopologyspread;

import dev.navarch.controllers.scheduler.framework.Listers;
import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which pods are of a kind with a pod that has no constraints of its own: those of its services and its controller. */
record DefaultSelector(Listers listers) {

    LabelMatcher of(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Map<String, String> labels = new HashMap<>();
        for (Service service : listers.services().list(namespace)) {
            Map<String, String> selector =
                    service.getSpec() == null ? null : service.getSpec().getSelector();
            if (selector != null
                    && !selector.isEmpty()
                    && LabelMatcher.equalTo(selector).matches(pod.getMetadata().getLabels())) {
                labels.putAll(selector);
            }
        }
        Optional<OwnerReference> controller = pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
        LabelMatcher selector = LabelMatcher.equalTo(labels);
        return controller
                .map(owner -> withController(selector, labels, owner, namespace))
                .orElse(selector);
    }

    private LabelMatcher withController(
            LabelMatcher selector, Map<String, String> labels, OwnerReference owner, String namespace) {
        return switch (owner.getApiVersion() + "/" + owner.getKind()) {
            case "v1/ReplicationController" -> {
                var controller = listers.replicationControllers().get(namespace, owner.getName());
                if (controller != null && controller.getSpec().getSelector() != null) {
                    labels.putAll(controller.getSpec().getSelector());
                }
                yield LabelMatcher.equalTo(labels);
            }
            case "apps/v1/ReplicaSet" -> {
                var controller = listers.replicaSets().get(namespace, owner.getName());
                yield controller == null
                        ? selector
                        : selector.and(LabelMatcher.of(controller.getSpec().getSelector()));
            }
            case "apps/v1/StatefulSet" -> {
                var controller = listers.statefulSets().get(namespace, owner.getName());
                yield controller == null
                        ? selector
                        : selector.and(LabelMatcher.of(controller.getSpec().getSelector()));
            }
            default -> selector;
        };
    }
}
