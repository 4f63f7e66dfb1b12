package dev.navarch.api.apply;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** An object does not fit its schema; the text names each place. */
final class TypedException extends Exception {

    private static final long serialVersionUID = 1L;

    TypedException(String message) {
        super(message, null, false, false);
    }

    static TypedException of(List<String> errors) {
        return new TypedException(
                errors.size() == 1
                        ? errors.getFirst()
                        : errors.stream()
                                .map(error -> "  " + error)
                                .collect(Collectors.joining("\n", "errors:\n", "")));
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
