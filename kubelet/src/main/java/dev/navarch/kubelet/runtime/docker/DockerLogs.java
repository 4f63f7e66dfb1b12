package dev.navarch.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.navarch.kubelet.runtime.ContainerRuntimeException;
import dev.navarch.kubelet.runtime.LogQuery;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Copies a container's log from Docker. A slow reader slows Docker down, nothing is buffered. */
final class DockerLogs {
    private DockerLogs() {}

    static void copy(DockerClient docker, String id, LogQuery query, OutputStream stdout, OutputStream stderr)
            throws ContainerRuntimeException, IOException {
        LogContainerCmd command = docker.logContainerCmd(id)
                .withStdOut(query.stdout())
                .withStdErr(query.stderr())
                .withFollowStream(query.follow())
                .withTimestamps(query.timestamps());
        if (query.tail() >= 0) {
            command.withTail(query.tail());
        } else {
            command.withTailAll();
        }
        if (query.since() != null) {
            command.withSince((int) query.since().getEpochSecond());
        }
        try (Copy copy = new Copy(stdout, stderr)) {
            command.exec(copy);
            copy.done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientGone gone) {
                throw gone.reason;
            }
            throw e.getCause() instanceof Exception cause
                    ? DockerErrors.translate(cause)
                    : new ContainerRuntimeException("logs: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static final class ClientGone extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        final transient IOException reason;

        ClientGone(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private static final class Copy implements ResultCallback<Frame> {
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final OutputStream stdout;
        private final OutputStream stderr;
        private volatile @Nullable Closeable connection;

        Copy(OutputStream stdout, OutputStream stderr) {
            this.stdout = stdout;
            this.stderr = stderr;
        }

        @Override
        public void onStart(Closeable closeable) {
            connection = closeable;
        }

        @Override
        public void onNext(Frame frame) {
            OutputStream out = frame.getStreamType() == StreamType.STDERR ? stderr : stdout;
            try {
                out.write(frame.getPayload());
                out.flush();
            } catch (IOException e) {
                done.completeExceptionally(new ClientGone(e));
                throw new ClientGone(e);
            }
        }

        @Override
        public void onError(Throwable throwable) {
            done.completeExceptionally(throwable);
        }

        @Override
        public void onComplete() {
            done.complete(true);
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
