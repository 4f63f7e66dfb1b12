package dev.navarch.kubelet.runtime.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a command ends, read off its words: {@code sleep 5}, {@code exit 3}, {@code true}, {@code false}. */
record SimulatedCommand(Duration after, int exitCode) {
    private static final Pattern SLEEP = Pattern.compile("\\bsleep\\s+(\\d+)");
    private static final Pattern EXIT = Pattern.compile("\\bexit\\s+(\\d+)");
    private static final Duration SOON = Duration.ofMillis(50);

    /** @param completes whether a command that says nothing ends well and soon, or runs for ever */
    static Optional<SimulatedCommand> of(List<String> words, boolean completes) {
        String text = String.join(" ", words);
        Matcher sleep = SLEEP.matcher(text);
        Matcher exit = EXIT.matcher(text);
        boolean sleeps = sleep.find();
        boolean exits = exit.find();
        boolean fails = text.equals("false") || text.equals("/bin/false");
        boolean succeeds = text.equals("true") || text.equals("/bin/true");
        if (!sleeps && !exits && !fails && !succeeds && !completes) {
            return Optional.empty();
        }
        Duration after = sleeps ? Duration.ofSeconds(Long.parseLong(sleep.group(1))) : SOON;
        int code = exits ? Integer.parseInt(exit.group(1)) : fails ? 1 : 0;
        return Optional.of(new SimulatedCommand(after, code));
    }
}
