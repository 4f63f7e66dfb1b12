package dev.navarch.kubelet.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers. Every call blocks and may be interrupted; all are safe from many threads. Stopping or removing what
 * is gone already succeeds. A call on a runtime that is down throws {@link ContainerRuntimeException.Unavailable}.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** Whether nothing really runs: then there is nothing to probe and no file to write. */
    default boolean simulated() {
        return false;
    }

    RuntimeInfo info() throws ContainerRuntimeException;

    /** Calls the listener, from one thread, until closed; reconnects for ever. */
    Closeable watch(Consumer<RuntimeEvent> listener);

    /** All pods of this kubelet of which anything is left; one cheap call. */
    List<PodSnapshot> pods() throws ContainerRuntimeException;

    PodRuntimeStatus podStatus(PodRef pod) throws ContainerRuntimeException;

    /** Creates and starts a sandbox. */
    SandboxStatus runSandbox(SandboxConfig config) throws ContainerRuntimeException;

    void stopSandbox(String id) throws ContainerRuntimeException;

    void removeSandbox(String id) throws ContainerRuntimeException;

    String createContainer(ContainerConfig config) throws ContainerRuntimeException;

    void startContainer(String id) throws ContainerRuntimeException;

    /** Changes the CPU and memory limits of a running container in place. */
    void updateResources(String id, ContainerConfig.Resources resources) throws ContainerRuntimeException;

    /** Sends the stop signal, then kills after the grace period; returns once the container has stopped. */
    void stopContainer(String id, Duration grace) throws ContainerRuntimeException;

    void removeContainer(String id) throws ContainerRuntimeException;

    /** The image if it is present. */
    Optional<ImageStatus> image(String reference) throws ContainerRuntimeException;

    ImageStatus pullImage(String reference, @Nullable RegistryAuth auth) throws ContainerRuntimeException;

    List<ImageStatus> images() throws ContainerRuntimeException;

    void removeImage(String id) throws ContainerRuntimeException;

    /** Runs a command in a container and returns its exit code once it has ended; interruption detaches. */
    int exec(String containerId, List<String> command, StandardStreams streams)
            throws ContainerRuntimeException, IOException;

    /** Attaches to the container's first process; returns when that has ended or the streams have. */
    void attach(String containerId, StandardStreams streams) throws ContainerRuntimeException, IOException;

    /** Copies log lines until there are no more (following: until the container has stopped). */
    void logs(String containerId, LogQuery query, OutputStream stdout, OutputStream stderr)
            throws ContainerRuntimeException, IOException;

    /** A connection to a port inside the sandbox's network, as from its own localhost. */
    ByteChannel connect(String sandboxId, int port) throws ContainerRuntimeException, IOException;

    Optional<ContainerStats> stats(String id) throws ContainerRuntimeException;

    @Override
    void close();
}
