package dev.navarch.kubelet.container;

import dev.navarch.kubelet.runtime.ContainerRuntime;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.LogQuery;
import dev.navarch.kubelet.runtime.PodRuntimeStatus;
import dev.navarch.kubelet.runtime.RuntimeContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Adds to exited containers what they said at their end: their termination log or, if they ask for it, their last lines. */
public final class TerminationMessages {
    private static final int LOG_LINES = 80;
    private static final int LOG_BYTES = 2048;

    private final ContainerRuntime runtime;
    private final ManagedFiles files;
    /** By container id: an exited container says nothing new. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    public TerminationMessages(ContainerRuntime runtime, ManagedFiles files) {
        this.runtime = runtime;
        this.files = files;
    }

    public PodRuntimeStatus addTo(PodRuntimeStatus status) {
        return new PodRuntimeStatus(
                status.pod(),
                status.sandboxes(),
                status.containers().stream()
                        .map(c -> c.exited() ? withMessage(status.pod().uid(), c) : c)
                        .toList());
    }

    private RuntimeContainer withMessage(String uid, RuntimeContainer container) {
        String message = known.computeIfAbsent(container.id(), id -> read(uid, container));
        return message.isEmpty() ? container : container.withMessage(message);
    }

    private String read(String uid, RuntimeContainer container) {
        String message = files.terminationMessage(uid, container.name(), container.attempt());
        boolean fallback =
                "FallbackToLogsOnError".equals(container.labels().get(ContainerConfigFactory.MESSAGE_POLICY));
        return message.isEmpty() && fallback && container.exitCode() != 0 ? lastLines(container.id()) : message;
    }

    private String lastLines(String id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            runtime.logs(id, LogQuery.tail(LOG_LINES), out, out);
        } catch (ContainerRuntimeException | IOException e) {
            return "Error on reading termination message from logs: " + e.getMessage();
        }
        byte[] bytes = out.toByteArray();
        int from = Math.max(0, bytes.length - LOG_BYTES);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    public void forget(String containerId) {
        known.remove(containerId);
    }
}
