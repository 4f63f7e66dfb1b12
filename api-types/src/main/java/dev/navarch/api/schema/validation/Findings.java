package dev.navarch.api.schema.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a value, each text once, and how many checks were made: of alternatives that all fail, the one with
 * most checks made is reported. For one thread.
 */
final class Findings {

    private final Map<String, Finding> found = new LinkedHashMap<>();
    private int checks;

    static Findings of(Finding finding) {
        var findings = new Findings();
        findings.add(finding);
        return findings;
    }

    void add(Finding finding) {
        found.putIfAbsent(finding.message(), finding);
    }

    void merge(@Nullable Findings other) {
        if (other != null) {
            other.found.forEach(found::putIfAbsent);
            checks += other.checks;
        }
    }

    void checked() {
        checks++;
    }

    int checks() {
        return checks;
    }

    boolean isValid() {
        return found.isEmpty();
    }

    /** The same number of checks, with nothing wrong. */
    Findings forgiven() {
        var forgiven = new Findings();
        forgiven.checks = checks;
        return forgiven;
    }

    List<Finding> all() {
        return List.copyOf(found.values());
    }
}
