package dev.navarch.kubelet.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines.
 *
 * @param tail the last so many lines; negative for all
 * @param since null from the start
 * @param timestamps each line begins with its RFC 3339 time and a blank
 */
public record LogQuery(
        boolean follow, int tail, @Nullable Instant since, boolean timestamps, boolean stdout, boolean stderr) {

    public static LogQuery tail(int lines) {
        return new LogQuery(false, lines, null, false, true, true);
    }
}
