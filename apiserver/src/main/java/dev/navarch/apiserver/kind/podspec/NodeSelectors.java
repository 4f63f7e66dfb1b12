package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;

/** Terms that select nodes; in affinity of pods, of persistent volumes and of devices. */
public final class NodeSelectors {

    private NodeSelectors() {}

    /**
     * Checks a selector.
     *
     * @param anyValues label values are not looked at
     */
    public static void check(Field selector, boolean anyValues) {
        Field terms = selector.get("nodeSelectorTerms");
        if (terms.size() == 0) {
            terms.required("must have at least one node selector term");
        }
        terms.items().forEach(term -> term(term, anyValues));
    }

    static void term(Field term, boolean anyValues) {
        term.items("matchExpressions").forEach(requirement -> label(requirement, anyValues));
        term.items("matchFields").forEach(NodeSelectors::field);
    }

    private static void label(Field requirement, boolean anyValues) {
        Field values = requirement.get("values");
        Field operator = requirement.get("operator");
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.size() == 0) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values.size() > 0) {
                    values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.size() != 1) {
                    values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> operator.invalid("not a valid selector operator");
        }
        Field key = requirement.get("key");
        Names.qualifiedName(key.text()).forEach(key::invalid);
        if (!anyValues) {
            values.items().forEach(value -> value.invalid(Names.labelValue(value.text())));
        }
    }

    private static void field(Field requirement) {
        Field values = requirement.get("values");
        Field operator = requirement.get("operator");
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.size() != 1) {
                    values.required(
                            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
                }
            }
            default -> operator.invalid("not a valid selector operator");
        }
        Field key = requirement.get("key");
        if (key.is("metadata.name")) {
            values.items().forEach(value -> value.invalid(Names.dns1123Subdomain(value.text())));
        } else {
            key.invalid("not a valid field selector key");
        }
    }
}
