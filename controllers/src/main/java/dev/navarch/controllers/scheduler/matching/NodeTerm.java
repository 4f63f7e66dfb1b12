package dev.navarch.controllers.scheduler.matching;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One term of a node selector: label requirements and field requirements that must all hold. */
final class NodeTerm {

    private static final String NAME_FIELD = "metadata.name";

    private final LabelMatcher labels;
    private final List<FieldRequirement> fields;
    private final @Nullable String error;

    private record FieldRequirement(String key, String value, boolean equal) {
        boolean matches(Node node) {
            String actual = key.equals(NAME_FIELD) ? node.getMetadata().getName() : "";
            return actual.equals(value) == equal;
        }
    }

    private NodeTerm(LabelMatcher labels, List<FieldRequirement> fields, @Nullable String error) {
        this.labels = labels;
        this.fields = fields;
        this.error = error;
    }

    static boolean isEmpty(NodeSelectorTerm term) {
        return isEmpty(term.getMatchExpressions()) && isEmpty(term.getMatchFields());
    }

    private static boolean isEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }

    static NodeTerm of(NodeSelectorTerm term) {
        try {
            return new NodeTerm(labels(term), fields(term), null);
        } catch (IllegalArgumentException e) {
            return new NodeTerm(LabelMatcher.NOTHING, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static LabelMatcher labels(NodeSelectorTerm term) {
        List<Requirement> requirements = new ArrayList<>();
        if (term.getMatchExpressions() != null) {
            for (NodeSelectorRequirement r : term.getMatchExpressions()) {
                requirements.add(Requirement.of(r.getKey(), r.getOperator(), r.getValues()));
            }
        }
        return LabelMatcher.of(requirements);
    }

    private static List<FieldRequirement> fields(NodeSelectorTerm term) {
        List<FieldRequirement> requirements = new ArrayList<>();
        if (term.getMatchFields() != null) {
            for (NodeSelectorRequirement r : term.getMatchFields()) {
                boolean equal = "In".equals(r.getOperator());
                if (!equal && !"NotIn".equals(r.getOperator())) {
                    throw new IllegalArgumentException("operator: Unsupported value: \"" + r.getOperator()
                            + "\": supported values: \"In\", \"NotIn\"");
                }
                if (r.getValues() == null || r.getValues().size() != 1) {
                    throw new IllegalArgumentException("values: Invalid value: must have one element");
                }
                requirements.add(new FieldRequirement(r.getKey(), r.getValues().getFirst(), equal));
            }
        }
        return requirements;
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    boolean matches(Node node) {
        if (error != null || !labels.matches(node.getMetadata().getLabels())) {
            return false;
        }
        for (FieldRequirement field : fields) {
            if (!field.matches(node)) {
                return false;
            }
        }
        return true;
    }
}
