package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.Names;
import dev.navarch.api.selector.LabelSelector;
import dev.navarch.apiserver.kind.fields.LabelSelectorRules;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateWarnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold of Jobs. */
final class JobRules {

    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MUCH_PARALLELISM = 10_000;

    private JobRules() {}

    static void created(Place job) {
        job(job, true, false);
    }

    static void changed(Place job, Place old) {
        JsonNode labels = old.get("spec", "template", "metadata", "labels").value();
        boolean prefixed = labels.has(JobSelector.JOB_NAME) && labels.has(JobSelector.CONTROLLER_UID);
        boolean toleratesValues = LabelSelectorRules.hasInvalidValue(old.get("spec", "selector"));
        job(job, prefixed, toleratesValues);
        Place spec = job.get("spec");
        Place before = old.get("spec");
        JobSpecRules.ofJob(spec, toleratesValues);
        completions(spec, before);
        spec.get("selector").immutable(before.get("selector"));
        template(job, old);
        for (String field :
                List.of("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy")) {
            spec.get(field).immutable(before.get(field));
        }
    }

    private static void job(Place job, boolean prefixed, boolean toleratesValues) {
        generatedSelector(job, prefixed);
        Place spec = job.get("spec");
        JobSpecRules.ofJob(spec, toleratesValues);
        long completions = spec.get("completions").number();
        if (spec.get("completionMode").is("Indexed") && completions > 0) {
            Place name = job.get("metadata", "name");
            String lastHost = name.text() + "-" + (completions - 1);
            if (!Names.dns1123Label(lastHost).isEmpty()) {
                name.invalid("will not able to create pod with invalid DNS label: " + lastHost);
            }
        }
    }

    /** What the server generated must be as it generated it. */
    private static void generatedSelector(Place job, boolean prefixed) {
        Place spec = job.get("spec");
        if (spec.get("manualSelector").isTrue() || !spec.get("selector").isSet()) {
            return;
        }
        Place uid = job.get("metadata", "uid");
        if (uid.isEmpty()) {
            uid.required("");
        }
        String name = job.get("metadata", "name").text();
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put(JobSelector.LEGACY_CONTROLLER_UID, uid.text());
        expected.put(JobSelector.LEGACY_JOB_NAME, name);
        if (prefixed) {
            expected.put(JobSelector.CONTROLLER_UID, uid.text());
            expected.put(JobSelector.JOB_NAME, name);
        }
        Place labels = spec.get("template", "metadata", "labels");
        expected.forEach((key, value) -> {
            Place label = labels.key(key);
            if (!label.isSet()) {
                label.required("must be '" + value + "'");
            } else if (!label.is(value)) {
                label.invalid(labels.value(), "must be '" + value + "'");
            }
        });
        Optional<LabelSelector> selector = LabelSelectorRules.parsed(spec.get("selector"));
        if (selector.isPresent() && !selector.get().matches(expected)) {
            spec.get("selector").invalid("`selector` not auto-generated");
        }
    }

    private static void completions(Place spec, Place old) {
        Place completions = spec.get("completions");
        if (!spec.get("completionMode").is("Indexed")) {
            completions.immutable(old.get("completions"));
        } else if (completions.isSet()
                && !completions.sameAs(old.get("completions"))
                && !completions.sameAs(spec.get("parallelism"))) {
            completions.invalid("can only be modified in tandem with spec.parallelism");
        }
    }

    private static void template(Place job, Place old) {
        Place template = job.get("spec", "template");
        Place before = old.get("spec", "template");
        boolean suspended = old.get("spec", "suspend").isTrue();
        boolean halted = suspended
                && (!old.get("status", "startTime").isSet() || JobStatusRules.has(old, "Suspended"))
                && old.get("status", "active").number() == 0;
        JsonNode allowed = halted ? SuspendedJob.allowed(template.value(), before.value()) : before.value();
        if (suspended && halted) {
            Place spec = template.get("spec");
            Place resourcesAllowed = before.as(SuspendedJob.withResources(spec.value(), allowed.path("spec")));
            Place shown = job.get("spec").get("template.spec").as(spec.value());
            if (!spec.sameAs(resourcesAllowed)) {
                shown.immutable(spec.shown());
            }
        } else {
            template.immutable(before.as(allowed));
        }
    }

    static List<String> warnings(ObjectNode job, @Nullable ObjectNode old) {
        var warnings = new ArrayList<>(TemplateWarnings.ofNamedLikePods("spec").apply(job, old));
        JsonNode spec = job.path("spec");
        if ((old == null || !spec.equals(old.path("spec")))
                && spec.path("completionMode").asText("").equals("Indexed")
                && spec.path("completions").asLong() > MANY_COMPLETIONS
                && spec.path("parallelism").asLong() > MUCH_PARALLELISM) {
            warnings.add("spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher"
                    + " than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes"
                    + " fail");
        }
        return warnings;
    }
}
