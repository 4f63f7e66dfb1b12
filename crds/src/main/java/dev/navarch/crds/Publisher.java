package dev.navarch.crds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.apiserver.registry.ResourceRegistry;
import dev.navarch.apiserver.registry.ServedResource;
import dev.navarch.apiserver.webhook.WebhookClient;
import dev.navarch.crds.definition.Definition;
import dev.navarch.crds.instance.ServedVersions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what definitions make into the registry, and takes it out again. Used by one thread at a time. */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final ResourceRegistry registry;
    private final WebhookClient webhooks;
    private final Map<String, Published> published = new HashMap<>();

    Publisher(ResourceRegistry registry, WebhookClient webhooks) {
        this.registry = registry;
        this.webhooks = webhooks;
    }

    /** What of a definition decides how its resources are served. */
    private record Facts(String uid, JsonNode spec, JsonNode names, boolean served) {

        static Facts of(Definition definition) {
            return new Facts(definition.uid(), definition.spec(), definition.acceptedNames(), definition.isServed());
        }
    }

    private record Published(Facts facts, boolean terminating, List<GroupVersionResource> resources) {

        boolean holds(Facts now, boolean terminatingNow) {
            return facts.equals(now) && terminating == terminatingNow;
        }
    }

    /** Serves the definitions as they are now; all that changes does so at once. */
    void publish(Collection<Definition> definitions) {
        var gone = new ArrayList<GroupVersionResource>();
        var replacing = new ArrayList<ServedResource>();
        var renewed = new ArrayList<ServedResource>();
        for (Definition definition : definitions) {
            Published before = published.get(definition.name());
            var facts = Facts.of(definition);
            if (before != null && before.holds(facts, definition.isTerminating())) {
                continue;
            }
            boolean same = before != null && before.facts().equals(facts);
            List<ServedResource> resources = resources(definition);
            if (same) {
                renewed.addAll(resources);
            } else {
                gone.addAll(before == null ? List.of() : before.resources());
                replacing.addAll(resources);
            }
            List<GroupVersionResource> names =
                    resources.stream().map(ServedResource::resource).toList();
            published.put(definition.name(), new Published(facts, definition.isTerminating(), names));
        }
        if (!gone.isEmpty() || !replacing.isEmpty()) {
            registry.replace(gone, replacing);
        }
        if (!renewed.isEmpty()) {
            registry.add(renewed);
        }
    }

    /** One definition that cannot be read does not keep others from being served. */
    private List<ServedResource> resources(Definition definition) {
        try {
            return ServedVersions.of(definition, webhooks);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("crd", definition.name()).setCause(e).log("a definition makes no sense");
            return List.of();
        }
    }

    void withdraw(String name) {
        Published before = published.remove(name);
        if (before != null && !before.resources().isEmpty()) {
            registry.remove(before.resources());
        }
    }
}
