package dev.navarch.apiserver.kind.podspec;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.Names;
import dev.navarch.apiserver.kind.fields.Field;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which nodes and which other pods a pod wants to be near, or far from. */
final class AffinityValidation {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private AffinityValidation() {}

    static void check(Field affinity, PodValidationOptions options) {
        nodes(affinity.get("nodeAffinity"), options.nodeAffinityValues());
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            pods(affinity.get(kind), options.selectorValues());
        }
    }

    private static void nodes(Field affinity, boolean anyValues) {
        if (affinity.get(REQUIRED).isSet()) {
            NodeSelectors.check(affinity.get(REQUIRED), anyValues);
        }
        for (Field weighted : affinity.items(PREFERRED)) {
            weight(weighted);
            NodeSelectors.term(weighted.get("preference"), true);
        }
    }

    private static void pods(Field affinity, boolean anyValues) {
        affinity.items(REQUIRED).forEach(term -> term(term, anyValues));
        for (Field weighted : affinity.items(PREFERRED)) {
            weight(weighted);
            term(weighted.get("podAffinityTerm"), anyValues);
        }
    }

    private static void weight(Field weighted) {
        Field weight = weighted.get("weight");
        if (weight.number() <= 0 || weight.number() > 100) {
            weight.invalid(weight.number(), "must be in the range 1-100");
        }
    }

    private static void term(Field term, boolean anyValues) {
        selector(term.get("labelSelector"), anyValues);
        selector(term.get("namespaceSelector"), anyValues);
        for (Field namespace : term.items("namespaces")) {
            namespace.shownAt(term.path() + ".namespace").invalid(Names.dns1123Label(namespace.text()));
        }
        LabelKeys.check(term);
        Field topology = term.get("topologyKey");
        if (topology.isZero()) {
            topology.required("can not be empty");
        }
        Names.qualifiedName(topology.text()).forEach(topology::invalid);
    }

    private static void selector(Field selector, boolean anyValues) {
        if (!selector.isSet()) {
            return;
        }
        List<FieldError> errors = new ArrayList<>(LabelSelectorRules.validate(selector.value(), selector.path()));
        if (anyValues) {
            errors.removeIf(error -> error.field().contains(".values["));
        }
        selector.errors().addAll(errors);
    }

    /** Complains of label values in selectors of pods, and of nothing else. */
    static void podSelectorValues(Field affinity) {
        onlyValues(affinity, all -> {
            for (String kind : List.of("podAffinity", "podAntiAffinity")) {
                pods(all.get(kind), false);
            }
        });
    }

    /** Complains of label values in required node affinity, and of nothing else. */
    static void nodeSelectorValues(Field affinity) {
        onlyValues(affinity, all -> nodes(all.get("nodeAffinity"), false));
    }

    private static void onlyValues(Field field, Consumer<Field> rule) {
        List<FieldError> errors = new ArrayList<>();
        rule.accept(field.into(errors));
        errors.stream().filter(error -> error.field().contains(".values[")).forEach(field.errors()::add);
    }
}
