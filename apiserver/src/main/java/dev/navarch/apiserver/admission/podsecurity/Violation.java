package dev.navarch.apiserver.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/** Why a check forbids a pod: in a word or two, and with what of the pod it is. */
record Violation(String reason, String detail) {

    static String reasons(List<Violation> violations) {
        return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
    }

    static String details(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.reason() + " (" + violation.detail() + ")")
                .collect(Collectors.joining(", "));
    }
}
