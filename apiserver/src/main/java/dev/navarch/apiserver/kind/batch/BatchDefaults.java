package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Fields;
import dev.navarch.apiserver.kind.podspec.PodSpecDefaults;

/** The defaults of jobs and cron jobs. */
public final class BatchDefaults {

    private BatchDefaults() {}

    public static void job(ObjectNode job) {
        ObjectNode spec = Fields.objectOrNew(job, "spec");
        jobSpec(spec);
        ObjectNode labels = Fields.object(Fields.object(Fields.object(spec, "template"), "metadata"), "labels");
        ObjectNode metadata = Fields.object(job, "metadata");
        if (labels != null && metadata != null && Fields.isZero(metadata, "labels")) {
            // Shared, as upstream shares the map: labels that the server gives to pods are the job's as well.
            metadata.set("labels", labels);
        }
    }

    private static void jobSpec(ObjectNode spec) {
        if (!Fields.isSet(spec, "completions") && !Fields.isSet(spec, "parallelism")) {
            spec.put("completions", 1);
        }
        Fields.defaultNumber(spec, "parallelism", 1);
        Fields.defaultNumber(spec, "backoffLimit", Fields.isSet(spec, "backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
        Fields.defaultText(spec, "completionMode", "NonIndexed");
        Fields.defaultBoolean(spec, "suspend", false);
        Fields.defaultText(
                spec,
                "podReplacementPolicy",
                Fields.isSet(spec, "podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        Fields.defaultBoolean(spec, "manualSelector", false);
        for (ObjectNode rule : Fields.objects(Fields.object(spec, "podFailurePolicy"), "rules")) {
            for (ObjectNode pattern : Fields.objects(rule, "onPodConditions")) {
                Fields.defaultText(pattern, "status", "True");
            }
        }
        PodSpecDefaults.applyToTemplate(Fields.object(spec, "template"));
    }

    public static void cronJob(ObjectNode cronJob) {
        ObjectNode spec = Fields.objectOrNew(cronJob, "spec");
        Fields.defaultText(spec, "concurrencyPolicy", "Allow");
        Fields.defaultBoolean(spec, "suspend", false);
        Fields.defaultNumber(spec, "successfulJobsHistoryLimit", 3);
        Fields.defaultNumber(spec, "failedJobsHistoryLimit", 1);
        ObjectNode template = Fields.object(Fields.object(spec, "jobTemplate"), "spec");
        if (template != null) {
            PodSpecDefaults.applyToTemplate(Fields.object(template, "template"));
        }
    }
}
