package dev.navarch.kubelet.runtime;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container as the runtime has it.
 *
 * @param imageId what {@code status.containerStatuses[].imageID} shows
 * @param reason why it exited ({@code Completed}, {@code Error}, {@code OOMKilled}, {@code StartError}); empty before
 * @param resources the limits that it runs under; zero where it has none
 */
public record RuntimeContainer(
        String id,
        String name,
        int attempt,
        String hash,
        State state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String image,
        String imageId,
        ContainerConfig.Resources resources,
        Map<String, String> labels) {

    public enum State {
        CREATED,
        RUNNING,
        EXITED
    }

    public RuntimeContainer {
        labels = Map.copyOf(labels);
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    public boolean exited() {
        return state == State.EXITED;
    }

    public RuntimeContainer withResources(ContainerConfig.Resources now) {
        return new RuntimeContainer(
                id,
                name,
                attempt,
                hash,
                state,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                message,
                image,
                imageId,
                now,
                labels);
    }

    public RuntimeContainer withMessage(String text) {
        return new RuntimeContainer(
                id,
                name,
                attempt,
                hash,
                state,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                text,
                image,
                imageId,
                resources,
                labels);
    }
}
