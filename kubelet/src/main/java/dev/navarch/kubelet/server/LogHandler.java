package dev.navarch.kubelet.server;

import dev.navarch.kubelet.object.PodFacts;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.LogQuery;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /containerLogs/namespace/pod/container}. */
final class LogHandler {
    private final PodAccess pods;
    private final Function<Pod, List<ContainerStatus>> statuses;

    /** Texts about a container that does not run are made from what its status says. */
    LogHandler(PodAccess pods, Function<Pod, List<ContainerStatus>> statuses) {
        this.pods = pods;
        this.statuses = statuses;
    }

    void serve(Exchange exchange) throws HttpError, IOException {
        List<String> path = exchange.segments();
        Pod pod = pods.pod(path);
        if (path.size() < 3) {
            throw new HttpError(400, "{\"message\": \"Missing container name.\"}");
        }
        String name = path.get(2);
        if (PodFacts.container(pod, name).isEmpty()) {
            throw new HttpError(404, "{\"message\": \"Container \\\"" + name + "\\\" not found in pod\"}");
        }
        LogQuery query = query(exchange);
        long limit = number(exchange, "limitBytes").orElse(Long.MAX_VALUE);
        String id = containerId(pod, name, exchange.flag("previous"));
        copy(exchange, id, query, limit);
    }

    private static LogQuery query(Exchange exchange) throws HttpError {
        Optional<Long> tail = number(exchange, "tailLines");
        if (tail.isPresent() && tail.get() < 0) {
            throw new HttpError(422, "tailLines must be greater than or equal to 0");
        }
        String stream = exchange.parameter("stream").orElse("All");
        return new LogQuery(
                exchange.flag("follow"),
                tail.map(t -> (int) Math.min(t, Integer.MAX_VALUE)).orElse(-1),
                since(exchange),
                exchange.flag("timestamps"),
                !stream.equals("Stderr"),
                !stream.equals("Stdout"));
    }

    private static @Nullable Instant since(Exchange exchange) throws HttpError {
        Optional<Long> seconds = number(exchange, "sinceSeconds");
        if (seconds.isPresent()) {
            return Instant.now().minusSeconds(seconds.get());
        }
        try {
            return exchange.parameter("sinceTime")
                    .map(t -> OffsetDateTime.parse(t).toInstant())
                    .orElse(null);
        } catch (DateTimeException e) {
            throw new HttpError(400, "{\"message\": \"Unable to decode query.\"}");
        }
    }

    private static Optional<Long> number(Exchange exchange, String name) throws HttpError {
        try {
            return exchange.parameter(name).map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new HttpError(400, "{\"message\": \"Unable to decode query.\"}");
        }
    }

    /** Which run of the container; the last that ended while a new one has not begun. */
    private String containerId(Pod pod, String name, boolean previous) throws HttpError {
        List<RuntimeContainer> history = pods.status(pod).history(name);
        List<RuntimeContainer> runs =
                history.stream().filter(c -> c.running() || c.exited()).toList();
        boolean waitsAfterEnd = !runs.isEmpty()
                && runs.getFirst().exited()
                && waiting(pod, name).isPresent();
        if (previous) {
            Optional<RuntimeContainer> last = waitsAfterEnd
                    ? runs.stream().findFirst()
                    : runs.stream().skip(1).findFirst();
            return last.map(RuntimeContainer::id)
                    .orElseThrow(() -> new HttpError(
                            400,
                            "previous terminated container \"" + name + "\" in pod \""
                                    + pod.getMetadata().getName() + "\" not found"));
        }
        if (runs.isEmpty()) {
            throw new HttpError(400, notStarted(pod, name));
        }
        return runs.getFirst().id();
    }

    private Optional<String> waiting(Pod pod, String name) {
        return statuses.apply(pod).stream()
                .filter(s -> s.getName().equals(name)
                        && s.getState() != null
                        && s.getState().getWaiting() != null)
                .map(s -> String.valueOf(s.getState().getWaiting().getReason()))
                .findFirst();
    }

    private String notStarted(Pod pod, String name) {
        String whose =
                "container \"" + name + "\" in pod \"" + pod.getMetadata().getName() + "\" is ";
        return waiting(pod, name)
                .map(reason -> whose
                        + switch (reason) {
                            case "ErrImagePull" -> "waiting to start: image can't be pulled";
                            case "ImagePullBackOff" -> "waiting to start: trying and failing to pull image";
                            case "null" -> "waiting to start - no reason yet";
                            default -> "waiting to start: " + reason;
                        })
                .orElse(whose + "not available");
    }

    private void copy(Exchange exchange, String id, LogQuery query, long limit) throws IOException, HttpError {
        Thread self = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        try (OutputStream out = exchange.stream("text/plain", () -> {
            if (!done.get()) {
                self.interrupt();
            }
        })) {
            Limited limited = new Limited(out, limit);
            pods.runtime().logs(id, query, limited, limited);
        } catch (ContainerRuntimeException e) {
            if (!exchange.answered()) {
                throw new HttpError(500, String.valueOf(e.getMessage()));
            }
        } catch (LimitReached e) {
            // All that was asked for has been sent.
            return;
        } finally {
            done.set(true);
        }
    }

    private static final class LimitReached extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;
    }

    /** Standard output and error in one, from threads in turn. */
    private static final class Limited extends OutputStream {
        private final OutputStream out;
        private long left;

        Limited(OutputStream out, long left) {
            this.out = out;
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int n = (int) Math.min(left, length);
            if (n > 0) {
                out.write(bytes, from, n);
                left -= n;
            }
            if (left == 0) {
                throw new LimitReached();
            }
        }
    }
}
