package dev.navarch.api.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What of an object a resource or subresource may own: the fields that it resets on writes are left out. Takes the place
 * of upstream's {@code GetResetFieldsFilter}.
 */
@FunctionalInterface
public interface FieldFilter {

    /** The part of a set that may be owned. */
    FieldSet filter(FieldSet set);

    /** Everything. */
    static FieldFilter all() {
        return set -> set;
    }

    /** Everything but these fields and what is below them, such as {@code status} of a resource. */
    static FieldFilter excluding(FieldPath... reset) {
        FieldSet excluded = FieldSet.of(reset);
        return set -> set.recursiveDifference(excluded);
    }

    /**
     * Only fields on or below one of the patterns, which are names of members with dots between and {@code *} for any
     * element, such as {@code spec.containers.*.resources}.
     */
    static FieldFilter including(String... patterns) {
        List<List<String>> all = Arrays.stream(patterns)
                .map(pattern -> List.of(pattern.split("\\.", -1)))
                .toList();
        return set -> include(set, all);
    }

    private static FieldSet include(FieldSet set, List<List<String>> patterns) {
        if (patterns.stream().anyMatch(List::isEmpty)) {
            return set;
        }
        List<FieldSet.Node> out = new ArrayList<>();
        for (FieldSet.Node node : set.nodes()) {
            List<List<String>> below = patterns.stream()
                    .filter(pattern -> matches(pattern.getFirst(), node.element()))
                    .map(pattern -> pattern.subList(1, pattern.size()))
                    .toList();
            if (below.isEmpty()) {
                continue;
            }
            FieldSet children = node.children() == null ? FieldSet.EMPTY : include(node.children(), below);
            if (node.member() || !children.isEmpty()) {
                out.add(new FieldSet.Node(node.element(), node.member(), children.isEmpty() ? null : children));
            }
        }
        return FieldSet.ofSorted(out);
    }

    private static boolean matches(String pattern, PathElement element) {
        return pattern.equals("*")
                || (element instanceof PathElement.Field field && field.name().equals(pattern));
    }
}
