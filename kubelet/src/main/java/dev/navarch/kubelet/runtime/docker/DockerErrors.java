package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns docker-java's unchecked failures into the seam's, with Docker's own words as the message. */
final class DockerErrors {
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private DockerErrors() {}

    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    @FunctionalInterface
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    static <T> T call(Call<T> call) throws ContainerRuntimeException {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerRuntimeException("interrupted", e);
        } catch (IOException | RuntimeException e) {
            throw translate(e);
        }
    }

    static void run(Action action) throws ContainerRuntimeException {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** For calls that ask for a state which may hold already. */
    static void ifPresent(Action action) throws ContainerRuntimeException {
        try {
            run(action);
        } catch (ContainerRuntimeException.NotFound gone) {
            return;
        } catch (ContainerRuntimeException e) {
            if (!(e.getCause() instanceof NotModifiedException)) {
                throw e;
            }
        }
    }

    static ContainerRuntimeException translate(Exception e) {
        if (e instanceof NotFoundException) {
            return new ContainerRuntimeException.NotFound(message(e));
        }
        if (e instanceof DockerException) {
            return new ContainerRuntimeException(message(e), e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new ContainerRuntimeException.Unavailable(
                        "Cannot connect to the Docker daemon: " + cause.getMessage(), e);
            }
        }
        return new ContainerRuntimeException(message(e), e);
    }

    private static String message(Exception e) {
        String text = String.valueOf(e.getMessage());
        Matcher matcher = MESSAGE.matcher(text);
        return matcher.find()
                ? matcher.group(1)
                        .replace("\\\"", "\"")
                        .replace("\\n", "\n")
                        .replace("\\\\", "\\")
                        .strip()
                : text.strip();
    }
}
