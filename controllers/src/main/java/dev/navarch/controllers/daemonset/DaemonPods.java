package dev.navarch.controllers.daemonset;

import dev.navarch.controllers.nodes.NodeSelectors;
import dev.navarch.controllers.nodes.Taints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a daemon's pod is like: where it may run, what it tolerates, which node it is for and of which revision it is. */
final class DaemonPods {

    static final String HASH_LABEL = "controller-revision-hash";

    /** Those that have a node already first, then older ones. */
    static final Comparator<Pod> OLDEST_FIRST = Comparator.comparing((Pod pod) -> nodeName(pod) == null)
            .thenComparing(pod -> Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(pod -> pod.getMetadata().getName());

    private static final String GENERATION_LABEL = "pod-template-generation";
    private static final String GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

    private DaemonPods() {}

    /** Whether a pod should be started on a node, and whether one that is there may stay. */
    enum Fit {
        RUN,
        KEEP,
        NEITHER
    }

    static Fit fit(DaemonSet daemonSet, Node node) {
        PodSpec spec = daemonSet.getSpec().getTemplate().getSpec();
        String wanted = spec.getNodeName();
        if (wanted != null
                && !wanted.isEmpty()
                && !wanted.equals(node.getMetadata().getName())) {
            return Fit.NEITHER;
        }
        if (!NodeSelectors.matches(spec, node)) {
            return Fit.NEITHER;
        }
        List<Toleration> tolerations = tolerations(spec);
        List<Taint> taints = Taints.of(node);
        if (Taints.firstUntolerated(withEffect(taints, Taints.NO_EXECUTE), tolerations)
                .isPresent()) {
            return Fit.NEITHER;
        }
        return Taints.firstUntolerated(withEffect(taints, Taints.NO_SCHEDULE), tolerations)
                        .isPresent()
                ? Fit.KEEP
                : Fit.RUN;
    }

    private static List<Taint> withEffect(List<Taint> taints, String effect) {
        return taints.stream().filter(t -> effect.equals(t.getEffect())).toList();
    }

    /** The template's tolerations, and those of the troubles of a node that a daemon must live with. */
    private static List<Toleration> tolerations(PodSpec spec) {
        List<Toleration> tolerations = new ArrayList<>(spec.getTolerations());
        add(tolerations, Taints.NOT_READY, Taints.NO_EXECUTE);
        add(tolerations, Taints.UNREACHABLE, Taints.NO_EXECUTE);
        add(tolerations, Taints.DISK_PRESSURE, Taints.NO_SCHEDULE);
        add(tolerations, Taints.MEMORY_PRESSURE, Taints.NO_SCHEDULE);
        add(tolerations, Taints.PID_PRESSURE, Taints.NO_SCHEDULE);
        add(tolerations, Taints.UNSCHEDULABLE, Taints.NO_SCHEDULE);
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            add(tolerations, Taints.NETWORK_UNAVAILABLE, Taints.NO_SCHEDULE);
        }
        return tolerations;
    }

    private static void add(List<Toleration> tolerations, String key, String effect) {
        Toleration toleration = new TolerationBuilder()
                .withKey(key)
                .withOperator("Exists")
                .withEffect(effect)
                .build();
        tolerations.removeIf(
                t -> key.equals(t.getKey()) && effect.equals(t.getEffect()) && "Exists".equals(t.getOperator()));
        tolerations.add(toleration);
    }

    /** The template of a pod for a node. */
    static PodTemplateSpec template(DaemonSet daemonSet, String hash, String node) {
        PodTemplateSpec template = daemonSet.getSpec().getTemplate();
        var builder = new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .addToLabels(HASH_LABEL, hash)
                .endMetadata()
                .editSpec()
                .withTolerations(tolerations(template.getSpec()))
                .editOrNewAffinity()
                .editOrNewNodeAffinity()
                .withRequiredDuringSchedulingIgnoredDuringExecution(onlyOn(node))
                .endNodeAffinity()
                .endAffinity()
                .endSpec();
        generation(daemonSet)
                .ifPresent(generation -> builder.editMetadata()
                        .addToLabels(GENERATION_LABEL, Long.toString(generation))
                        .endMetadata());
        return builder.build();
    }

    private static NodeSelector onlyOn(String node) {
        return new NodeSelectorBuilder()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .build();
    }

    static boolean isUpdated(DaemonSet daemonSet, Pod pod, String hash) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return hash.equals(labels.get(HASH_LABEL))
                || generation(daemonSet)
                        .filter(g -> Long.toString(g).equals(labels.get(GENERATION_LABEL)))
                        .isPresent();
    }

    private static Optional<Long> generation(DaemonSet daemonSet) {
        Map<String, String> annotations = daemonSet.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(GENERATION_ANNOTATION);
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The node that the pod is on or, before it is scheduled, meant for. */
    static Optional<String> targetNode(Pod pod) {
        String node = nodeName(pod);
        if (node != null) {
            return Optional.of(node);
        }
        var affinity = pod.getSpec().getAffinity();
        if (affinity == null || affinity.getNodeAffinity() == null) {
            return Optional.empty();
        }
        var required = affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
        return required == null
                ? Optional.empty()
                : required.getNodeSelectorTerms().stream()
                        .flatMap(term -> term.getMatchFields().stream())
                        .filter(f -> "metadata.name".equals(f.getKey())
                                && "In".equals(f.getOperator())
                                && f.getValues().size() == 1)
                        .map(f -> f.getValues().getFirst())
                        .findFirst();
    }

    static @Nullable String nodeName(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null || name.isEmpty() ? null : name;
    }
}
