package dev.navarch.controllers.scheduler.framework;

import dev.navarch.controllers.scheduler.matching.LabelMatcher;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod affinity or anti-affinity term, compiled. */
public record AffinityTerm(
        Set<String> namespaces, LabelMatcher selector, String topologyKey, LabelMatcher namespaceSelector) {

    public AffinityTerm {
        namespaces = Set.copyOf(namespaces);
    }

    /** A term with the weight that it adds to a node's score. */
    public record Weighted(AffinityTerm term, int weight) {}

    /** @throws IllegalArgumentException when a selector is malformed */
    static AffinityTerm of(Pod pod, PodAffinityTerm term) {
        boolean named = term.getNamespaces() != null && !term.getNamespaces().isEmpty();
        Set<String> namespaces = !named && term.getNamespaceSelector() == null
                ? Set.of(pod.getMetadata().getNamespace())
                : named ? Set.copyOf(term.getNamespaces()) : Set.of();
        return new AffinityTerm(
                namespaces,
                LabelMatcher.of(term.getLabelSelector()),
                term.getTopologyKey(),
                LabelMatcher.of(term.getNamespaceSelector()));
    }

    /**
     * Whether the term means this pod.
     *
     * @param namespaceLabels labels of the pod's namespace, null where the term's namespaces were resolved before
     */
    public boolean matches(Pod pod, @Nullable Map<String, String> namespaceLabels) {
        return (namespaces.contains(pod.getMetadata().getNamespace()) || namespaceSelector.matches(namespaceLabels))
                && selector.matches(pod.getMetadata().getLabels());
    }

    /** The same term for namespaces found by its namespace selector, which it then no longer has. */
    public AffinityTerm resolved(Set<String> allNamespaces) {
        return new AffinityTerm(allNamespaces, selector, topologyKey, LabelMatcher.NOTHING);
    }
}
