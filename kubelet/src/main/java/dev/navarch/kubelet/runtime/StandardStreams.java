package dev.navarch.kubelet.runtime;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a caller attaches to a process. A stream that is null is not attached. With {@code tty} the error
 * stream is part of the output. All streams block; closing them is the caller's part.
 */
public record StandardStreams(
        @Nullable InputStream stdin,
        @Nullable OutputStream stdout,
        @Nullable OutputStream stderr,
        boolean tty,
        @Nullable Resizes resizes) {

    public record Size(int width, int height) {}

    /** Where changes of the terminal's size come from. */
    @FunctionalInterface
    public interface Resizes {
        /** The listener is called for the newest size, if any, at once and for each later one. */
        void listen(Consumer<Size> listener);
    }

    public static StandardStreams output(OutputStream stdout, OutputStream stderr) {
        return new StandardStreams(null, stdout, stderr, false, null);
    }
}
