package dev.navarch.apiserver.kind.batch;

import dev.navarch.apiserver.kind.fields.DomainPrefixedPath;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateRules;

/** What must hold of the specification of a job, in a Job and in the template of a CronJob. */
final class JobSpecRules {

    private static final int MAX_PARALLELISM = 100_000;
    private static final int MAX_FAILED_INDEXES = 100_000;
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MAX_WITH_MANY_COMPLETIONS = 10_000;
    private static final int MAX_MANAGED_BY = 63;

    private JobSpecRules() {}

    /** With the selector that a job has and a template has not. */
    static void ofJob(Place spec, boolean toleratesValues) {
        common(spec);
        Place selector = spec.get("selector");
        if (!selector.isSet()) {
            selector.required("");
        } else {
            LabelSelectorRules.validate(selector, toleratesValues);
        }
        Place labels = spec.get("template", "metadata", "labels");
        if (LabelSelectorRules.misses(selector, labels.value())) {
            labels.invalid("`selector` does not match template `labels`");
        }
    }

    static void ofTemplate(Place template) {
        Place spec = template.get("spec");
        common(spec);
        if (spec.get("selector").isSet()) {
            spec.get("selector").invalid("`selector` will be auto-generated");
        }
        if (spec.get("manualSelector").isTrue()) {
            spec.get("manualSelector").notSupported("nil", "false");
        }
    }

    private static void common(Place spec) {
        spec.get("parallelism").notNegative();
        spec.get("completions").notNegative();
        spec.get("activeDeadlineSeconds").notNegative();
        spec.get("backoffLimit").notNegative();
        spec.get("ttlSecondsAfterFinished").notNegative();
        spec.get("backoffLimitPerIndex").notNegative();
        Place maxFailed = spec.get("maxFailedIndexes");
        maxFailed.notNegative();
        if (maxFailed.isSet() && !spec.get("backoffLimitPerIndex").isSet()) {
            spec.get("backoffLimitPerIndex").required("when maxFailedIndexes is specified");
        }
        managedBy(spec.get("managedBy"));
        completionMode(spec);
        if (spec.get("podFailurePolicy").isSet()) {
            PodFailurePolicyRules.validate(spec);
        }
        if (spec.get("successPolicy").isSet()) {
            successPolicy(spec);
        }
        replacementPolicy(spec);
        TemplateRules.validate(spec.get("template"));
        restartPolicy(spec);
    }

    private static void managedBy(Place manager) {
        if (manager.isSet()) {
            DomainPrefixedPath.check(manager);
            if (manager.text().length() > MAX_MANAGED_BY) {
                manager.tooLong(MAX_MANAGED_BY);
            }
        }
    }

    private static void completionMode(Place spec) {
        Place mode = spec.get("completionMode");
        if (mode.isSet()) {
            mode.oneOf("NonIndexed", "Indexed");
        }
        if (mode.is("Indexed")) {
            indexed(spec);
        } else if (!mode.isSet() || mode.is("NonIndexed")) {
            for (String field : new String[] {"backoffLimitPerIndex", "maxFailedIndexes"}) {
                if (spec.get(field).isSet()) {
                    spec.get(field).invalid("requires indexed completion mode");
                }
            }
        }
    }

    private static void indexed(Place spec) {
        Place completions = spec.get("completions");
        Place parallelism = spec.get("parallelism");
        Place maxFailed = spec.get("maxFailedIndexes");
        if (!completions.isSet()) {
            completions.required("when completion mode is Indexed");
        }
        if (parallelism.number() > MAX_PARALLELISM) {
            parallelism.invalid(
                    "must be less than or equal to " + MAX_PARALLELISM + " when completion mode is Indexed");
        }
        if (completions.isSet() && maxFailed.number() > completions.number()) {
            maxFailed.invalid("must be less than or equal to completions");
        }
        if (maxFailed.number() > MAX_FAILED_INDEXES) {
            maxFailed.invalid("must be less than or equal to " + MAX_FAILED_INDEXES);
        }
        if (completions.number() > MANY_COMPLETIONS
                && spec.get("backoffLimitPerIndex").isSet()) {
            String limit = "must be less than or equal to " + MAX_WITH_MANY_COMPLETIONS + " when completions are above "
                    + MANY_COMPLETIONS + " and used with backoff limit per index";
            if (!maxFailed.isSet()) {
                maxFailed.required("must be specified when completions is above " + MANY_COMPLETIONS);
            }
            if (parallelism.number() > MAX_WITH_MANY_COMPLETIONS) {
                parallelism.invalid(limit);
            }
            if (maxFailed.number() > MAX_WITH_MANY_COMPLETIONS) {
                maxFailed.invalid(limit);
            }
        }
    }

    private static void successPolicy(Place spec) {
        Place policy = spec.get("successPolicy");
        if (!spec.get("completionMode").is("Indexed")) {
            policy.invalid("requires indexed completion mode");
        } else if (spec.get("completions").isSet()) {
            SuccessPolicyRules.validate(policy, spec.get("completions").number());
        }
    }

    private static void replacementPolicy(Place spec) {
        Place policy = spec.get("podReplacementPolicy");
        if (!policy.isSet()) {
            return;
        }
        if (spec.get("podFailurePolicy").isSet()) {
            if (!policy.is("Failed")) {
                policy.notSupported("Failed");
            }
        } else if (!policy.is("Failed", "TerminatingOrFailed")) {
            policy.notSupported("Failed", "TerminatingOrFailed");
        }
    }

    private static void restartPolicy(Place spec) {
        Place policy = spec.get("template", "spec", "restartPolicy");
        if (policy.isEmpty() || policy.is("Always")) {
            policy.required("valid values: \"OnFailure\", \"Never\"");
        } else if (!policy.is("OnFailure", "Never")) {
            policy.notSupported("OnFailure", "Never");
        } else if (spec.get("podFailurePolicy").isSet() && !policy.is("Never")) {
            policy.invalid("only \"Never\" is supported when podFailurePolicy is specified");
        }
    }
}
