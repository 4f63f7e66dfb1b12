package dev.navarch.apiserver.kind.batch;

import dev.navarch.apiserver.kind.fields.Place;

/** What must hold of a job's {@code successPolicy}. */
final class SuccessPolicyRules {

    private static final int MAX_RULES = 20;
    private static final int MAX_INDEXES_LENGTH = 64 * 1024;

    private SuccessPolicyRules() {}

    static void validate(Place policy, long completions) {
        Place rules = policy.get("rules");
        if (rules.isEmpty()) {
            rules.required("at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.size() > MAX_RULES) {
            rules.tooMany(rules.size(), MAX_RULES);
        }
        rules.items().forEach(rule -> rule(rule, completions));
    }

    private static void rule(Place rule, long completions) {
        Place count = rule.get("succeededCount");
        Place indexes = rule.get("succeededIndexes");
        if (!count.isSet() && !indexes.isSet()) {
            rule.required("at least one of succeededCount or succeededIndexes must be specified");
        }
        long total = indexes.isSet() ? indexes(indexes, completions) : 0;
        if (!count.isSet()) {
            return;
        }
        count.notNegative();
        if (count.number() > completions) {
            count.invalid("must be less than or equal to " + completions + " (the number of specified completions)");
        }
        if (indexes.isSet() && count.number() > total) {
            count.invalid("must be less than or equal to " + total
                    + " (the number of indexes in the specified succeededIndexes field)");
        }
    }

    private static long indexes(Place indexes, long completions) {
        if (indexes.text().length() > MAX_INDEXES_LENGTH) {
            indexes.tooLong(MAX_INDEXES_LENGTH);
        }
        try {
            return IndexIntervals.count(indexes.text(), completions);
        } catch (IndexIntervals.Malformed e) {
            indexes.invalid("error parsing succeededIndexes: " + e.text());
            return 0;
        }
    }
}
