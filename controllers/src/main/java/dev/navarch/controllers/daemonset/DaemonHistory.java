package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.api.ApiErrors;
import dev.navarch.controllers.api.Patches;
import dev.navarch.controllers.informers.SharedInformer;
import dev.navarch.controllers.ownership.ControllerRef;
import dev.navarch.controllers.ownership.ControllerRefManager;
import dev.navarch.controllers.revisions.PodTemplates;
import dev.navarch.controllers.revisions.TemplateRevisions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The earlier templates of DaemonSets. */
final class DaemonHistory {

    private final KubernetesClient client;
    private final SharedInformer<ControllerRevision> revisions;

    /** The revision of the current template, and all others. */
    record History(ControllerRevision current, List<ControllerRevision> old) {
        String hash() {
            return Objects.requireNonNull(current.getMetadata().getLabels().get(DaemonPods.HASH_LABEL));
        }
    }

    DaemonHistory(KubernetesClient client, SharedInformer<ControllerRevision> revisions) {
        this.client = client;
        this.revisions = revisions;
    }

    /** The history with the current template in it, as its newest revision. */
    History of(DaemonSet daemonSet, Predicate<Map<String, String>> selector, List<Pod> pods) {
        List<ControllerRevision> claimed = new ControllerRefManager<>(client, daemonSet, selector)
                .claim(revisions.inNamespace(daemonSet.getMetadata().getNamespace()));
        List<ControllerRevision> current = new ArrayList<>();
        List<ControllerRevision> old = new ArrayList<>();
        for (ControllerRevision revision : claimed) {
            ControllerRevision labelled = labelled(revision);
            boolean matches =
                    TemplateRevisions.holds(labelled, daemonSet.getSpec().getTemplate());
            (matches ? current : old).add(labelled);
        }
        long newest = TemplateRevisions.maxRevision(old) + 1;
        ControllerRevision kept = current.isEmpty() ? snapshot(daemonSet, newest) : onlyOne(daemonSet, current, pods);
        if (TemplateRevisions.revision(kept) < newest) {
            kept = client.resource(new ControllerRevisionBuilder(kept)
                            .withRevision(newest)
                            .build())
                    .update();
        }
        return new History(kept, old);
    }

    private ControllerRevision labelled(ControllerRevision revision) {
        Map<String, String> labels = revision.getMetadata().getLabels();
        if (labels != null && labels.containsKey(DaemonPods.HASH_LABEL)) {
            return revision;
        }
        return client.resource(new ControllerRevisionBuilder(revision)
                        .editMetadata()
                        .addToLabels(
                                DaemonPods.HASH_LABEL, revision.getMetadata().getName())
                        .endMetadata()
                        .build())
                .update();
    }

    /** Of several with the same template the newest stays, and pods of the others become its own. */
    private ControllerRevision onlyOne(DaemonSet daemonSet, List<ControllerRevision> same, List<Pod> pods) {
        ControllerRevision kept = same.stream().max(TemplateRevisions.ORDER).orElseThrow();
        if (same.size() == 1) {
            return kept;
        }
        String hash = Objects.requireNonNull(kept.getMetadata().getLabels().get(DaemonPods.HASH_LABEL));
        pods.stream()
                .filter(pod -> ControllerRef.isControlledBy(pod, daemonSet))
                .filter(pod -> !hash.equals(pod.getMetadata().getLabels().get(DaemonPods.HASH_LABEL)))
                .forEach(pod -> Patches.merge(
                        client,
                        pod,
                        "{\"metadata\":{\"labels\":{\"" + DaemonPods.HASH_LABEL + "\":\"" + hash + "\"}}}"));
        same.stream()
                .filter(r ->
                        !r.getMetadata().getName().equals(kept.getMetadata().getName()))
                .forEach(r -> client.resource(r).delete());
        return kept;
    }

    private ControllerRevision snapshot(DaemonSet daemonSet, long revision) {
        var template = daemonSet.getSpec().getTemplate();
        Integer collisions =
                daemonSet.getStatus() == null ? null : daemonSet.getStatus().getCollisionCount();
        String hash = PodTemplates.hash(template, collisions);
        ControllerRevision wanted = new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(daemonSet.getMetadata().getName() + "-" + hash)
                .withNamespace(daemonSet.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .addToLabels(DaemonPods.HASH_LABEL, hash)
                .withAnnotations(daemonSet.getMetadata().getAnnotations())
                .withOwnerReferences(ControllerRef.to(daemonSet, "apps/v1", "DaemonSet"))
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
            countCollision(daemonSet, collisions);
            throw e;
        }
    }

    private void countCollision(DaemonSet daemonSet, @Nullable Integer known) {
        DaemonSet fresh = client.resource(daemonSet).get();
        if (fresh != null
                && fresh.getStatus() != null
                && Objects.equals(fresh.getStatus().getCollisionCount(), known)) {
            client.resource(new DaemonSetBuilder(fresh)
                            .editStatus()
                            .withCollisionCount(known == null ? 1 : known + 1)
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    /** Deletes the oldest revisions over the limit, but none that a pod is of. */
    void cleanUp(DaemonSet daemonSet, List<ControllerRevision> old, List<Pod> pods) {
        Integer limit = daemonSet.getSpec().getRevisionHistoryLimit();
        int surplus = old.size() - (limit == null ? 10 : limit);
        if (surplus <= 0) {
            return;
        }
        Set<String> live = pods.stream()
                .map(pod -> Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of()))
                .map(labels -> labels.getOrDefault(DaemonPods.HASH_LABEL, ""))
                .collect(Collectors.toSet());
        old.stream()
                .sorted(TemplateRevisions.ORDER)
                .filter(r -> !live.contains(r.getMetadata().getLabels().get(DaemonPods.HASH_LABEL)))
                .limit(surplus)
                .forEach(r -> client.resource(r).delete());
    }
}
