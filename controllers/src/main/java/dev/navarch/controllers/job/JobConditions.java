package dev.navarch.controllers.job;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a job. */
public final class JobConditions {

    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    static final String SUSPENDED = "Suspended";
    static final String SUCCESS_CRITERIA_MET = "SuccessCriteriaMet";
    static final String FAILURE_TARGET = "FailureTarget";

    private JobConditions() {}

    /** The condition {@code Complete} or {@code Failed} of a job that ended. */
    public static Optional<JobCondition> finished(Job job) {
        return conditions(job).stream()
                .filter(c -> c.getType().equals(COMPLETE) || c.getType().equals(FAILED))
                .filter(c -> "True".equals(c.getStatus()))
                .findFirst();
    }

    public static boolean isFinished(Job job) {
        return finished(job).isPresent();
    }

    static Optional<JobCondition> whereTrue(Job job, String type) {
        return conditions(job).stream()
                .filter(c -> c.getType().equals(type) && "True".equals(c.getStatus()))
                .findFirst();
    }

    static JobCondition of(String type, String status, String reason, String message) {
        String now = Times.format(Instant.now());
        return new JobConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withLastProbeTime(now)
                .withLastTransitionTime(now)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    static JobCondition isTrue(String type, String reason, String message) {
        return of(type, "True", reason, message);
    }

    /** Puts the condition in place of the one of its type. Whether that changed anything: a first "False" does not. */
    static boolean ensure(List<JobCondition> conditions, JobCondition wanted) {
        for (int i = 0; i < conditions.size(); i++) {
            JobCondition there = conditions.get(i);
            if (there.getType().equals(wanted.getType())) {
                boolean same = there.getStatus().equals(wanted.getStatus())
                        && wanted.getReason().equals(there.getReason())
                        && wanted.getMessage().equals(there.getMessage());
                if (!same) {
                    conditions.set(i, wanted);
                }
                return !same;
            }
        }
        return !"False".equals(wanted.getStatus()) && conditions.add(wanted);
    }

    private static List<JobCondition> conditions(Job job) {
        return job.getStatus() == null || job.getStatus().getConditions() == null
                ? new ArrayList<>()
                : job.getStatus().getConditions();
    }
}
