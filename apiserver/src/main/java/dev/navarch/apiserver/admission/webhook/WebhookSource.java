package dev.navarch.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupResource;
import dev.navarch.api.meta.ObjectMeta;
import dev.navarch.apiserver.registry.ObjectReader;
import java.util.Comparator;
import java.util.List;

/** The hooks of all configurations of one kind, as of now; read anew only when a configuration has changed. */
final class WebhookSource {

    private final ObjectReader reader;
    private final GroupResource resource;
    private volatile Known known = new Known(List.of(), List.of());

    WebhookSource(ObjectReader reader, String plural) {
        this.reader = reader;
        this.resource = new GroupResource("admissionregistration.k8s.io", plural);
    }

    private record Known(List<String> versions, List<Webhook> hooks) {}

    List<Webhook> hooks() {
        List<ObjectNode> configurations = reader.list(resource, "");
        if (configurations.isEmpty()) {
            return List.of();
        }
        List<String> versions = configurations.stream()
                .map(each -> ObjectMeta.uid(each) + "/" + ObjectMeta.resourceVersion(each))
                .toList();
        Known current = known;
        if (!current.versions().equals(versions)) {
            List<Webhook> hooks = configurations.stream()
                    .sorted(Comparator.comparing(ObjectMeta::name))
                    .flatMap(each -> Webhook.of(each).stream())
                    .toList();
            current = new Known(versions, hooks);
            known = current;
        }
        return current.hooks();
    }
}
