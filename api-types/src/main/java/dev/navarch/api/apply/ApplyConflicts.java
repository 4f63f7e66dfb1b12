package dev.navarch.api.apply;

import dev.navarch.api.meta.FieldError;
import dev.navarch.api.meta.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An apply would change fields that others own. */
final class ApplyConflicts extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Conflict> conflicts;

    /** One field that another manager owns. */
    record Conflict(ManagerId manager, FieldPath path) {}

    ApplyConflicts(List<Conflict> conflicts) {
        super("conflicts", null, false, false);
        this.conflicts = List.copyOf(conflicts);
    }

    FieldSet fields() {
        return FieldSet.of(conflicts.stream().map(Conflict::path).toArray(FieldPath[]::new));
    }

    /** The conflicts on other fields than these. */
    ApplyConflicts without(FieldSet allowed) {
        return new ApplyConflicts(conflicts.stream()
                .filter(conflict -> !allowed.contains(conflict.path()))
                .toList());
    }

    StatusException toStatus() {
        List<FieldError> causes = conflicts.stream()
                .map(conflict -> new FieldError(
                        "FieldManagerConflict",
                        conflict.path().toString(),
                        "conflict with " + conflict.manager().show()))
                .toList();
        return StatusException.applyConflict(causes, message());
    }

    private String message() {
        if (conflicts.size() == 1) {
            Conflict only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with "
                    + only.manager().show() + ": " + only.path();
        }
        Map<String, List<Conflict>> byManager = new TreeMap<>();
        for (Conflict conflict : conflicts) {
            byManager
                    .computeIfAbsent(conflict.manager().sortKey(), key -> new ArrayList<>())
                    .add(conflict);
        }
        List<String> lines = new ArrayList<>();
        for (List<Conflict> ofOne : byManager.values()) {
            lines.add("conflicts with " + ofOne.getFirst().manager().show() + ":");
            ofOne.forEach(conflict -> lines.add("- " + conflict.path()));
        }
        return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
    }
}
