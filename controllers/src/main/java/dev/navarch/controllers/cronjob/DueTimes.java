package dev.navarch.controllers.cronjob;

import dev.navarch.controllers.api.Times;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which start of a cron job is due now, and when to look next. */
final class DueTimes {

    /** Timers may be early; who looks too early has to look again. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    private static final int MANY = 100;

    private DueTimes() {}

    /**
     * The starts since the last one.
     *
     * @param since where the search began
     * @param last the last start that is due
     * @param missed how many were due, about
     */
    record Missed(Instant since, Optional<Instant> last, long missed) {
        boolean many() {
            return missed > MANY;
        }
    }

    /** @throws IllegalArgumentException for a schedule that is never due */
    static Missed since(CronJob cronJob, Instant now, Schedule schedule, boolean withinDeadline) {
        Instant earliest = earliest(cronJob, now, withinDeadline);
        Instant first = schedule.next(earliest);
        Instant second = schedule.next(first);
        if (now.isBefore(first)) {
            return new Missed(earliest, Optional.empty(), 0);
        }
        if (now.isBefore(second)) {
            return new Missed(earliest, Optional.of(first), 0);
        }
        long interval = Duration.between(first, second).plusMillis(500).toSeconds();
        if (interval < 1) {
            throw new IllegalArgumentException("time difference between two schedules is less than 1 second");
        }
        long missed = Duration.between(first, now).toSeconds() / interval + 1;
        Instant last = null;
        // One interval earlier than the count says: intervals need not be of the same length.
        Instant time = schedule.next(first.plusSeconds((missed - 2) * interval));
        while (!time.isAfter(now) && time.isAfter(Instant.EPOCH)) {
            last = time;
            time = schedule.next(time);
        }
        return new Missed(earliest, Optional.ofNullable(last), missed);
    }

    private static Instant earliest(CronJob cronJob, Instant now, boolean withinDeadline) {
        String last = cronJob.getStatus() == null ? null : cronJob.getStatus().getLastScheduleTime();
        Instant earliest =
                Times.parseOrEpoch(last != null ? last : cronJob.getMetadata().getCreationTimestamp());
        Long deadline = cronJob.getSpec().getStartingDeadlineSeconds();
        if (withinDeadline && deadline != null && now.minusSeconds(deadline).isAfter(earliest)) {
            return now.minusSeconds(deadline);
        }
        return earliest;
    }

    /** How long until the next start is due. */
    static Duration untilNext(CronJob cronJob, Instant now, Schedule schedule) {
        Instant from;
        try {
            Missed missed = since(cronJob, now, schedule, false);
            from = missed.last().orElse(missed.missed() == 0 ? missed.since() : now);
        } catch (IllegalArgumentException e) {
            from = now;
        }
        Duration wait = Duration.between(now, schedule.next(from)).plus(MARGIN);
        return wait.isNegative() ? Duration.ofMillis(1) : wait;
    }
}
