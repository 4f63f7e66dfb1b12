package dev.navarch.api.schema.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.api.json.GoFormat;
import org.jspecify.annotations.Nullable;

/** {@code anyOf}, {@code oneOf}, {@code allOf} and {@code not}. Inside of them nothing is forgiven. */
final class JunctorChecks {

    private JunctorChecks() {}

    static Findings check(Rules rules, String path, JsonNode value) {
        var findings = new Findings();
        anyOf(findings, rules, path, value);
        oneOf(findings, rules, path, value);
        allOf(findings, rules, path, value);
        Rules not = rules.not();
        if (not != null && SchemaValidator.check(not, path, value, null).isValid()) {
            findings.add(general(path, "must not validate the schema (not)"));
        }
        findings.checked();
        return findings;
    }

    private static void anyOf(Findings findings, Rules rules, String path, JsonNode value) {
        if (rules.anyOf().isEmpty()) {
            return;
        }
        Findings best = null;
        for (Rules alternative : rules.anyOf()) {
            Findings result = SchemaValidator.check(alternative, path, value, null);
            if (result.isValid()) {
                findings.merge(result);
                return;
            }
            best = better(best, result);
        }
        findings.add(general(path, "must validate at least one schema (anyOf)"));
        findings.merge(best);
    }

    private static void oneOf(Findings findings, Rules rules, String path, JsonNode value) {
        if (rules.oneOf().isEmpty()) {
            return;
        }
        Findings best = null;
        Findings first = null;
        int valid = 0;
        for (Rules alternative : rules.oneOf()) {
            Findings result = SchemaValidator.check(alternative, path, value, null);
            if (result.isValid()) {
                valid++;
                first = first == null ? result : first;
            } else {
                best = better(best, result);
            }
        }
        if (valid == 1) {
            findings.merge(first);
            return;
        }
        String found = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
        findings.add(general(path, "must validate one and only one schema (oneOf). " + found));
        if (valid == 0) {
            findings.merge(best);
        }
    }

    private static void allOf(Findings findings, Rules rules, String path, JsonNode value) {
        int valid = 0;
        for (Rules part : rules.allOf()) {
            Findings result = SchemaValidator.check(part, path, value, null);
            valid += result.isValid() ? 1 : 0;
            findings.merge(result);
        }
        if (valid != rules.allOf().size()) {
            String none = valid == 0 ? ". None validated" : "";
            findings.add(general(path, "must validate all the schemas (allOf)" + none));
        }
    }

    private static Findings better(@Nullable Findings best, Findings result) {
        return best == null || result.checks() > best.checks() ? result : best;
    }

    private static Finding general(String path, String rule) {
        return new Finding.General(GoFormat.quote(path) + " " + rule);
    }
}
