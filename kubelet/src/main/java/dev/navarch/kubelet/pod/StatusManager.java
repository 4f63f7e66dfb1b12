package dev.navarch.kubelet.pod;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings pod statuses to the API: the newest only, one writer a pod, again and again with a backoff of 0.5 to 10 s while
 * the API server does not answer. Also removes a pod's object once its worker says that nothing runs any more.
 */
final class StatusManager implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StatusManager.class);
    private static final PatchContext PATCH = PatchContext.of(PatchType.STRATEGIC_MERGE);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    /** From a static pod to its mirror; others stay themselves; null while there is no object to write to. */
    private final UnaryOperator<@Nullable Pod> apiObject;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Guarded by its own lock. */
    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();
        Pod pod;

        @Nullable
        PodStatus wanted;

        @Nullable
        PodStatus written;

        boolean remove;
        boolean writing;

        Entry(Pod pod) {
            this.pod = pod;
        }
    }

    StatusManager(KubernetesClient client, UnaryOperator<@Nullable Pod> apiObject) {
        this.client = client;
        this.apiObject = apiObject;
    }

    /** What was said last, or what the API says. */
    PodStatus current(Pod pod) {
        Entry entry = entries.get(pod.getMetadata().getUid());
        PodStatus wanted = entry == null ? null : entry.wanted;
        return wanted != null ? wanted : pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }

    Optional<PodStatus> known(String uid) {
        Entry entry = entries.get(uid);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.wanted);
    }

    void set(Pod pod, PodStatus status) {
        Entry entry = entries.computeIfAbsent(pod.getMetadata().getUid(), uid -> new Entry(pod));
        entry.lock.lock();
        try {
            entry.pod = pod;
            if (status.equals(entry.wanted) && entry.written != null) {
                return;
            }
            entry.wanted = status;
            start(entry);
        } finally {
            entry.lock.unlock();
        }
    }

    /** Nothing of the pod runs any more: its object may go from the API once the last status is there. */
    void remove(Pod pod) {
        Entry entry = entries.computeIfAbsent(pod.getMetadata().getUid(), uid -> new Entry(pod));
        entry.lock.lock();
        try {
            entry.pod = pod;
            entry.remove = true;
            start(entry);
        } finally {
            entry.lock.unlock();
        }
    }

    /** Writes again what was said, to a mirror pod that has come only now. */
    void rewrite(String uid) {
        Entry entry = entries.get(uid);
        if (entry == null) {
            return;
        }
        entry.lock.lock();
        try {
            entry.written = null;
            start(entry);
        } finally {
            entry.lock.unlock();
        }
    }

    void forget(String uid) {
        entries.remove(uid);
    }

    private void start(Entry entry) {
        if (!entry.writing && !closed) {
            entry.writing = true;
            Thread.ofVirtual()
                    .name("pod-status-" + entry.pod.getMetadata().getName())
                    .start(() -> write(entry));
        }
    }

    private void write(Entry entry) {
        Duration delay = FIRST_RETRY;
        while (!closed) {
            try {
                if (!writeOnce(entry)) {
                    return;
                }
                delay = FIRST_RETRY;
            } catch (KubernetesClientException e) {
                log.atDebug()
                        .addKeyValue("pod", entry.pod.getMetadata().getName())
                        .setCause(e)
                        .log("status not written");
                try {
                    Thread.sleep(delay);
                } catch (InterruptedException interrupted) {
                    return;
                }
                delay = delay.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay.multipliedBy(2);
            }
        }
    }

    /** @return whether there may be more to do */
    private boolean writeOnce(Entry entry) {
        Pod pod;
        PodStatus wanted;
        PodStatus written;
        boolean remove;
        entry.lock.lock();
        try {
            pod = entry.pod;
            wanted = entry.wanted;
            written = entry.written;
            remove = entry.remove;
            if ((wanted == null || wanted.equals(written)) && !remove) {
                entry.writing = false;
                return false;
            }
        } finally {
            entry.lock.unlock();
        }
        Pod target = apiObject.apply(pod);
        if (target == null || !exchange(target, wanted, written) || (remove && !delete(target))) {
            return finish(entry, wanted, true);
        }
        return finish(entry, wanted, remove);
    }

    private static boolean finish(Entry entry, @Nullable PodStatus written, boolean over) {
        entry.lock.lock();
        try {
            entry.written = written;
            if (over) {
                entry.remove = false;
                entry.writing = entry.wanted != null && !entry.wanted.equals(written);
                return entry.writing;
            }
            return true;
        } finally {
            entry.lock.unlock();
        }
    }

    /** @return false when the object is gone or another has its name */
    private boolean exchange(Pod target, @Nullable PodStatus wanted, @Nullable PodStatus written) {
        if (wanted == null) {
            return true;
        }
        PodStatus before = written != null
                ? written
                : target.getStatus() == null ? new PodStatusBuilder().build() : target.getStatus();
        Optional<String> patch = StatusPatch.between(target.getMetadata().getUid(), before, wanted);
        if (patch.isEmpty()) {
            return true;
        }
        try {
            client.pods()
                    .inNamespace(target.getMetadata().getNamespace())
                    .withName(target.getMetadata().getName())
                    .subresource("status")
                    .patch(PATCH, patch.get());
            return true;
        } catch (KubernetesClientException e) {
            if (isOver(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isOver(KubernetesClientException e) {
        if (e.getCode() == 422) {
            log.atWarn().setCause(e).log("pod status refused");
        }
        boolean successor = e.getCode() == 409 && String.valueOf(e.getMessage()).contains("UID");
        return e.getCode() == 404 || e.getCode() == 422 || successor;
    }

    private boolean delete(Pod target) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(target.getMetadata().getUid())
                .endPreconditions()
                .build();
        String path = "/api/v1/namespaces/" + target.getMetadata().getNamespace() + "/pods/"
                + target.getMetadata().getName();
        try {
            client.raw(path, "DELETE", options);
            return true;
        } catch (KubernetesClientException e) {
            if (isOver(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
