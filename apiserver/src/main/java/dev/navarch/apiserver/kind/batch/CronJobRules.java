package dev.navarch.apiserver.kind.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.kind.fields.Place;
import dev.navarch.apiserver.kind.podspec.TemplateWarnings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of CronJobs. */
final class CronJobRules {

    /** A job's name is the CronJob's with eleven more characters. */
    private static final int MAX_NAME = 63 - 11;

    private CronJobRules() {}

    static void created(Place cronJob) {
        spec(cronJob.get("spec"), Place.nothing());
        Place name = cronJob.get("metadata", "name");
        if (name.text().length() > MAX_NAME) {
            name.invalid("must be no more than 52 characters");
        }
    }

    static void changed(Place cronJob, Place old) {
        spec(cronJob.get("spec"), old.get("spec"));
    }

    private static void spec(Place spec, Place old) {
        Place zone = spec.get("timeZone");
        schedule(spec.get("schedule"), old.get("schedule").text().contains("TZ"), zone.isSet());
        spec.get("startingDeadlineSeconds").notNegative();
        if (!old.isSet() || !zone.sameAs(old.get("timeZone"))) {
            TimeZones.check(zone);
        }
        spec.get("concurrencyPolicy").requiredOneOf("", "Allow", "Forbid", "Replace");
        JobSpecRules.ofTemplate(spec.get("jobTemplate"));
        spec.get("successfulJobsHistoryLimit").notNegative();
        spec.get("failedJobsHistoryLimit").notNegative();
    }

    /** A zone in the schedule is kept where it stood before there was a field for it. */
    private static void schedule(Place schedule, boolean zoneAllowed, boolean hasZone) {
        if (schedule.isEmpty()) {
            schedule.required("");
            return;
        }
        CronExpression.problem(schedule.text()).ifPresent(schedule::invalid);
        if (schedule.text().contains("TZ")) {
            if (!zoneAllowed) {
                schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            } else if (hasZone) {
                schedule.invalid("cannot use both timeZone field and TZ or CRON_TZ in schedule");
            }
        }
    }

    static List<String> warnings(ObjectNode cronJob, @Nullable ObjectNode old) {
        var warnings = new ArrayList<>(
                TemplateWarnings.ofNamedLikePods("spec.jobTemplate.spec").apply(cronJob, old));
        if (old != null && cronJob.path("spec").path("schedule").asText("").contains("TZ")) {
            warnings.add("cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see"
                    + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }
        return warnings;
    }
}
