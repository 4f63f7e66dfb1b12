package dev.navarch.apiserver.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a watch tells a bookmark: about every minute, and shortly before it ends, so that the client resumes from a recent
 * revision. A moment before each, progress is asked for, since the cache of a quiet resource does not know how far it is.
 * Times are those of {@link System#nanoTime}.
 */
final class BookmarkTimer {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration BEFORE_END = Duration.ofSeconds(2);
    private static final Duration PROGRESS_BEFORE = Duration.ofMillis(200);
    private static final long NEVER = Duration.ofDays(365).toNanos();

    private final long startedAt = System.nanoTime();
    private final long endsAt;
    private long bookmarkAt;
    private boolean progressAsked;

    BookmarkTimer(boolean bookmarks, Duration duration) {
        this.endsAt = startedAt + Math.min(duration.toNanos(), NEVER);
        this.bookmarkAt = startedAt + NEVER;
        if (bookmarks) {
            schedule(startedAt);
        }
    }

    private void schedule(long now) {
        long jitter = ThreadLocalRandom.current().nextLong(INTERVAL.toNanos() / 4);
        long atInterval = now + INTERVAL.toNanos() - jitter;
        long beforeEnd = endsAt - BEFORE_END.toNanos();
        bookmarkAt = beforeEnd > now ? Math.min(atInterval, beforeEnd) : atInterval;
        progressAsked = false;
    }

    boolean expired(long now) {
        return now - endsAt >= 0;
    }

    /** Whether a bookmark is to be told now; if so, the next one is scheduled. */
    boolean bookmarkDue(long now) {
        if (now - bookmarkAt < 0) {
            return false;
        }
        schedule(now);
        return true;
    }

    /** Whether to ask for progress now; once for each bookmark. */
    boolean progressDue(long now) {
        if (progressAsked || now - (bookmarkAt - PROGRESS_BEFORE.toNanos()) < 0) {
            return false;
        }
        progressAsked = true;
        return true;
    }

    /** When any of these may change. */
    long nextAt() {
        long nextOfBookmark = progressAsked ? bookmarkAt : bookmarkAt - PROGRESS_BEFORE.toNanos();
        return Math.min(endsAt, nextOfBookmark);
    }
}
