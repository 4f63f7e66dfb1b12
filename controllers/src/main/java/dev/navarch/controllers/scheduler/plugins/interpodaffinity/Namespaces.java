package dev.navarch.controllers.scheduler.plugins.interpodaffinity;

import dev.navarch.controllers.scheduler.framework.AffinityTerm;
import dev.navarch.controllers.scheduler.framework.Lister;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Labels of namespaces, and the namespaces that a term's selector means. */
record Namespaces(Lister<Namespace> lister) {

    Map<String, String> labels(String name) {
        Namespace namespace = lister.get("", name);
        Map<String, String> labels =
                namespace == null ? null : namespace.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    List<AffinityTerm> resolve(List<AffinityTerm> terms) {
        return terms.stream().map(this::resolve).toList();
    }

    /** A selector that matches all namespaces stays, since it matches those that come too. */
    AffinityTerm resolve(AffinityTerm term) {
        if (term.namespaceSelector().isEmpty() || term.namespaceSelector().isNothing()) {
            return term;
        }
        Set<String> names = new HashSet<>(term.namespaces());
        for (Namespace namespace : lister.list()) {
            if (term.namespaceSelector().matches(namespace.getMetadata().getLabels())) {
                names.add(namespace.getMetadata().getName());
            }
        }
        return term.resolved(names);
    }
}
