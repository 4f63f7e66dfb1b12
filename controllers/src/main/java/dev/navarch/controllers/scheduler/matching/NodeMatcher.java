package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.ArrayList;
import java.util.List;

/** A node selector: terms of which at least one must match. A term that cannot be understood matches no node. */
public final class NodeMatcher {

    private final List<NodeTerm> terms;

    private NodeMatcher(List<NodeTerm> terms) {
        this.terms = List.copyOf(terms);
    }

    public static NodeMatcher of(NodeSelector selector) {
        List<NodeTerm> terms = new ArrayList<>();
        for (NodeSelectorTerm term : selector.getNodeSelectorTerms()) {
            if (!NodeTerm.isEmpty(term)) {
                terms.add(NodeTerm.of(term));
            }
        }
        return new NodeMatcher(terms);
    }

    public boolean matches(Node node) {
        for (NodeTerm term : terms) {
            if (term.matches(node)) {
                return true;
            }
        }
        return false;
    }
}
