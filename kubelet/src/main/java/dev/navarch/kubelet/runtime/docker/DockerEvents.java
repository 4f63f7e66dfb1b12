package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.navarch.kubelet.runtime.RuntimeEvent;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Docker's stream of container events, narrowed to this kubelet's own, reopened for ever with a backoff of 0.2 to 5 s. */
final class DockerEvents implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(DockerEvents.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Set<String> ACTIONS = Set.of("create", "start", "die", "destroy", "oom", "stop", "kill");

    private final DockerClient docker;
    private final String owner;
    private final Consumer<RuntimeEvent> listener;
    private final Thread thread;
    private volatile boolean closed;

    DockerEvents(DockerClient docker, String owner, Consumer<RuntimeEvent> listener) {
        this.docker = docker;
        this.owner = owner;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }

    private void run() {
        Duration delay = FIRST_RETRY;
        boolean told = false;
        while (!closed) {
            try (Stream stream = new Stream()) {
                docker.pingCmd().exec();
                // Docker replays from this second on, so nothing falls between the listener's reading and the stream.
                String now = Long.toString(Instant.now().getEpochSecond());
                docker.eventsCmd()
                        .withSince(now)
                        .withLabelFilter(Map.of(DockerLabels.OWNER, owner))
                        .withEventTypeFilter(EventType.CONTAINER)
                        .exec(stream);
                listener.accept(new RuntimeEvent.Connected());
                delay = FIRST_RETRY;
                told = false;
                stream.ended.await();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                log.atDebug().setCause(e).log("Docker's events are not to be had");
            }
            if (!closed && !told) {
                told = true;
                listener.accept(new RuntimeEvent.Disconnected("Docker's event stream has ended"));
            }
            delay = sleep(delay);
        }
    }

    private Duration sleep(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            closed = true;
        }
        Duration next = delay.multipliedBy(2);
        return next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private final class Stream implements ResultCallback<Event> {
        final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Closeable connection;

        @Override
        public void onStart(Closeable closeable) {
            connection = closeable;
        }

        @Override
        public void onNext(Event event) {
            String action = String.valueOf(event.getAction());
            Map<String, String> attributes =
                    event.getActor() == null ? null : event.getActor().getAttributes();
            String uid = attributes == null ? null : attributes.get(DockerLabels.POD_UID);
            if (uid != null && ACTIONS.contains(action)) {
                listener.accept(new RuntimeEvent.PodChanged(uid));
            }
        }

        @Override
        public void onError(Throwable throwable) {
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }

        @Override
        public void close() throws IOException {
            Closeable open = connection;
            if (open != null) {
                open.close();
            }
        }
    }
}
