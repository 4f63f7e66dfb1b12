package dev.navarch.apiserver.kind.batch;

import dev.navarch.apiserver.kind.fields.Place;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;

/** What must hold of a job's status. What was wrong before and did not change is let be. */
final class JobStatusRules {

    private static final String COMPLETE = "Complete";
    private static final String FAILED = "Failed";
    private static final String FAILURE_TARGET = "FailureTarget";
    private static final String CRITERIA_MET = "SuccessCriteriaMet";

    private JobStatusRules() {}

    static boolean has(Place job, String condition) {
        return is(job, condition, "True");
    }

    private static boolean is(Place job, String condition, String value) {
        return job.get("status", "conditions").items().stream()
                .anyMatch(one ->
                        one.get("type").is(condition) && one.get("status").is(value));
    }

    private static boolean finished(Place job) {
        return has(job, COMPLETE) || has(job, FAILED);
    }

    /** A job's new status, and what of it changed. */
    private record Change(Place job, Place old) {

        Place field(String name) {
            return job.get("status", name);
        }

        boolean changed(String name) {
            return !field(name).sameAs(old.get("status", name));
        }

        boolean turned(String condition) {
            return has(job, condition) != has(old, condition);
        }

        boolean turnedFinished() {
            return finished(job) != finished(old);
        }
    }

    static void validate(Place job, Place old) {
        var change = new Change(job, old);
        amounts(job.get("status"));
        completion(change);
        endings(change);
        indexes(change);
        pods(change);
        successCriteria(job);
        transitions(change);
    }

    private static void amounts(Place status) {
        for (String field : new String[] {"active", "succeeded", "failed", "ready", "terminating"}) {
            status.get(field).notNegative();
        }
        Set<String> seen = new HashSet<>();
        for (String list : new String[] {"succeeded", "failed"}) {
            for (Place uid : status.get("uncountedTerminatedPods", list).items()) {
                if (uid.isEmpty()) {
                    uid.invalid("must not be empty");
                } else if (!seen.add(uid.text())) {
                    uid.duplicate();
                }
            }
        }
    }

    private static void completion(Change change) {
        Place job = change.job();
        Place conditions = change.field("conditions");
        boolean complete = has(job, COMPLETE);
        boolean completeTurned = change.turned(COMPLETE);
        if ((completeTurned || change.turned(FAILED)) && complete && has(job, FAILED)) {
            conditions.invalidOmitted("cannot set Complete=True and Failed=true conditions");
        }
        if ((completeTurned || change.turned(FAILURE_TARGET)) && complete && has(job, FAILURE_TARGET)) {
            conditions.invalidOmitted("cannot set Complete=True and FailureTarget=true conditions");
        }
        Place time = change.field("completionTime");
        if (completeTurned || change.changed("completionTime")) {
            if (time.isSet() && !complete) {
                time.invalid("cannot set completionTime when there is no Complete=True condition");
            }
            if (!time.isSet() && complete) {
                time.required("completionTime is required for Complete jobs");
            }
        }
        Place start = change.field("startTime");
        if ((change.changed("startTime") || change.changed("completionTime"))
                && start.isSet()
                && time.isSet()
                && instant(time).isBefore(instant(start))) {
            time.invalid("must be equal to or after `startTime`");
        }
    }

    private static Instant instant(Place time) {
        try {
            return Instant.parse(time.text());
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static void endings(Change change) {
        Place job = change.job();
        Place conditions = change.field("conditions");
        if ((change.turned(FAILED) || change.changed("failedIndexes"))
                && has(job, FAILED)
                && !has(job, FAILURE_TARGET)) {
            conditions.invalidOmitted("cannot set Failed=True condition without the FailureTarget=true condition");
        }
        if ((change.turned(COMPLETE) || change.turned(CRITERIA_MET)) && has(job, COMPLETE) && !has(job, CRITERIA_MET)) {
            conditions.invalidOmitted(
                    "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        }
        boolean finished = finished(job);
        boolean turned = change.turnedFinished();
        Place active = change.field("active");
        if ((turned || change.changed("active")) && finished && active.number() > 0) {
            active.invalid("active>0 is invalid for finished job");
        }
        Place start = change.field("startTime");
        boolean nothingToDo = job.get("spec", "suspend").isTrue()
                && job.get("spec", "completions").isSet()
                && job.get("spec", "completions").number() == 0;
        if ((turned || change.changed("startTime")) && !nothingToDo && finished && !start.isSet()) {
            start.required("startTime is required for finished job");
        }
        Place uncounted = change.field("uncountedTerminatedPods");
        if ((turned || change.changed("uncountedTerminatedPods"))
                && finished
                && uncounted.get("failed").size() + uncounted.get("succeeded").size() > 0) {
            uncounted.invalid("must be empty for finished job");
        }
    }

    private static void indexes(Change change) {
        Place spec = change.job().get("spec");
        Place completions = spec.get("completions");
        Place completed = change.field("completedIndexes");
        Place failed = change.field("failedIndexes");
        boolean completedChanged = change.changed("completedIndexes");
        boolean failedChanged = change.changed("failedIndexes");
        boolean perIndex = spec.get("backoffLimitPerIndex").isSet();
        if (completedChanged && completions.isSet()) {
            wellFormed(completed, "completedIndexes", completions.number());
        }
        if (failedChanged && completions.isSet() && perIndex && failed.isSet()) {
            wellFormed(failed, "failedIndexes", completions.number());
        }
        if (completedChanged
                && !completed.isEmpty()
                && !spec.get("completionMode").is("Indexed")) {
            completed.invalid("cannot set non-empty completedIndexes when non-indexed completion mode");
        }
        if (failedChanged && !perIndex && failed.isSet()) {
            failed.invalid("cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }
        if ((failedChanged || completedChanged) && completions.isSet() && failed.isSet()) {
            try {
                IndexIntervals.apart(completed.text(), failed.text(), completions.number());
            } catch (IndexIntervals.Malformed e) {
                failed.invalid(e.text());
            }
        }
    }

    private static void wellFormed(Place indexes, String name, long completions) {
        try {
            IndexIntervals.count(indexes.text(), completions);
        } catch (IndexIntervals.Malformed e) {
            indexes.invalid("error parsing " + name + ": " + e.text());
        }
    }

    private static void pods(Change change) {
        Place terminating = change.field("terminating");
        if ((change.turnedFinished() || change.changed("terminating"))
                && terminating.number() > 0
                && finished(change.job())) {
            terminating.invalid("terminating>0 is invalid for finished job");
        }
        Place ready = change.field("ready");
        if ((change.changed("ready") || change.changed("active"))
                && ready.number() > change.field("active").number()) {
            ready.invalid("cannot set more ready pods than active");
        }
    }

    private static void successCriteria(Place job) {
        Place conditions = job.get("status", "conditions");
        boolean met = has(job, CRITERIA_MET);
        if (met && has(job, FAILED)) {
            conditions.invalidOmitted("cannot set SuccessCriteriaMet=True and Failed=true conditions");
        }
        if (met && has(job, FAILURE_TARGET)) {
            conditions.invalidOmitted("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        }
        if (job.get("spec", "successPolicy").isSet() && !met && has(job, COMPLETE)) {
            conditions.invalidOmitted(
                    "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        }
    }

    private static void transitions(Change change) {
        Place job = change.job();
        Place old = change.old();
        Place conditions = change.field("conditions");
        for (String terminal : new String[] {FAILED, COMPLETE, FAILURE_TARGET}) {
            if (has(old, terminal) && !has(job, terminal)) {
                conditions.invalidOmitted("cannot disable the terminal " + terminal + "=True condition");
            }
        }
        Place spec = job.get("spec");
        boolean elastic = spec.get("completionMode").is("Indexed")
                && spec.get("completions").sameAs(spec.get("parallelism"));
        for (String counter : new String[] {"failed", "succeeded"}) {
            boolean mayShrink = counter.equals("succeeded") && elastic;
            if (!mayShrink
                    && change.field(counter).number()
                            < old.get("status", counter).number()) {
                change.field(counter)
                        .invalid(change.field(counter).number(), "cannot decrease the " + counter + " counter");
            }
        }
        times(change);
        if (has(old, CRITERIA_MET) && !has(job, CRITERIA_MET)) {
            conditions.invalidOmitted("cannot disable the SuccessCriteriaMet=True condition");
        }
        if (has(old, COMPLETE) && !has(old, CRITERIA_MET) && has(job, CRITERIA_MET)) {
            conditions.invalidOmitted(
                    "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
        }
    }

    private static void times(Change change) {
        Place completion = change.field("completionTime");
        if (completion.isSet()
                && change.old().get("status", "completionTime").isSet()
                && change.changed("completionTime")) {
            completion.invalid("field is immutable");
        }
        boolean resuming = has(change.old(), "Suspended") && is(change.job(), "Suspended", "False");
        Place start = change.field("startTime");
        if (change.changed("startTime")
                && !resuming
                && change.old().get("status", "startTime").isSet()
                && !change.job().get("spec", "suspend").isTrue()) {
            start.invalid("field is immutable for unsuspended job once set");
        }
    }
}
