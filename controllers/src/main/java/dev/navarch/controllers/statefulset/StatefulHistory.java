package dev.navarch.controllers.statefulset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.revisions.PodTemplates;
import dev.navarch.controllers.revisions.TemplateRevisions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The templates of sets through time. */
final class StatefulHistory {

    private static final String HASH_LABEL = "controller.kubernetes.io/hash";
    private static final int MAX_NAME_PREFIX = 223;

    private final KubernetesClient client;
    private final SharedInformer<ControllerRevision> revisions;

    /**
     * Where a set stands.
     *
     * @param current the revision that pods below the partition have
     * @param update the revision of the set's template
     * @param all every revision that was known before
     */
    record History(
            ControllerRevision current, ControllerRevision update, List<ControllerRevision> all, int collisions) {

        String currentName() {
            return current.getMetadata().getName();
        }

        String updateName() {
            return update.getMetadata().getName();
        }

        StatefulSet currentOf(StatefulSet set) {
            return apply(set, current);
        }

        StatefulSet updateOf(StatefulSet set) {
            return apply(set, update);
        }

        private static StatefulSet apply(StatefulSet set, ControllerRevision revision) {
            return TemplateRevisions.template(revision)
                    .map(template -> new StatefulSetBuilder(set)
                            .editSpec()
                            .withTemplate(template)
                            .endSpec()
                            .build())
                    .orElse(set);
        }
    }

    StatefulHistory(KubernetesClient client, SharedInformer<ControllerRevision> revisions) {
        this.client = client;
        this.revisions = revisions;
    }

    History of(StatefulSet set, Predicate<Map<String, String>> selector) {
        List<ControllerRevision> all = new ArrayList<>(new ControllerRefManager<>(client, set, selector)
                .claim(revisions.inNamespace(set.getMetadata().getNamespace())));
        all.sort(TemplateRevisions.ORDER);
        int[] collisions = {
            set.getStatus() == null ? 0 : StatefulPods.orZero(set.getStatus().getCollisionCount())
        };
        ControllerRevision update = update(set, all, collisions);
        String currentName = set.getStatus() == null ? null : set.getStatus().getCurrentRevision();
        ControllerRevision current = all.stream()
                .filter(r -> r.getMetadata().getName().equals(currentName))
                .findFirst()
                .orElse(update);
        return new History(current, update, all, collisions[0]);
    }

    private ControllerRevision update(StatefulSet set, List<ControllerRevision> all, int[] collisions) {
        var template = set.getSpec().getTemplate();
        Optional<ControllerRevision> equal = all.reversed().stream()
                .filter(r -> TemplateRevisions.holds(r, template))
                .findFirst();
        long next = TemplateRevisions.maxRevision(all) + 1;
        if (equal.isEmpty()) {
            return create(set, next, collisions);
        }
        return name(equal.get()).equals(name(all.getLast()))
                ? equal.get()
                : client.resource(new ControllerRevisionBuilder(equal.get())
                                .withRevision(next)
                                .build())
                        .update();
    }

    private static String name(ControllerRevision revision) {
        return revision.getMetadata().getName();
    }

    private ControllerRevision create(StatefulSet set, long revision, int[] collisions) {
        var template = set.getSpec().getTemplate();
        while (true) {
            String hash = PodTemplates.hash(template, collisions[0]);
            String name = set.getMetadata().getName();
            ControllerRevision wanted = new ControllerRevisionBuilder()
                    .withNewMetadata()
                    .withName(name.substring(0, Math.min(name.length(), MAX_NAME_PREFIX)) + "-" + hash)
                    .withNamespace(set.getMetadata().getNamespace())
                    .withLabels(template.getMetadata().getLabels())
                    .addToLabels(HASH_LABEL, hash)
                    .withAnnotations(set.getMetadata().getAnnotations())
                    .withOwnerReferences(ControllerRef.to(set, "apps/v1", "StatefulSet"))
                    .endMetadata()
                    .withData(TemplateRevisions.data(template))
                    .withRevision(revision)
                    .build();
            try {
                return client.resource(wanted).create();
            } catch (KubernetesClientException e) {
                if (!ApiErrors.isAlreadyExists(e)) {
                    throw e;
                }
                ControllerRevision existing = client.resource(wanted).get();
                if (existing != null && TemplateRevisions.holds(existing, template)) {
                    return existing;
                }
                collisions[0]++;
            }
        }
    }

    /** Deletes the oldest revisions over the limit, but none that is current or that a pod has. */
    void cleanUp(StatefulSet set, History history, List<Pod> pods) {
        Set<String> live = new HashSet<>();
        live.add(history.currentName());
        live.add(history.updateName());
        pods.forEach(pod -> live.add(StatefulPods.revision(pod)));
        List<ControllerRevision> old = history.all().stream()
                .filter(r -> !live.contains(r.getMetadata().getName()))
                .toList();
        int limit = Objects.requireNonNullElse(set.getSpec().getRevisionHistoryLimit(), 10);
        if (limit >= 0) {
            old.stream()
                    .limit(Math.max(0, old.size() - limit))
                    .forEach(r -> client.resource(r).delete());
        }
    }
}
