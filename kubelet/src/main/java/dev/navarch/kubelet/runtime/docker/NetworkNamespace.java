package dev.navarch.kubelet.runtime.docker;

import dev.navarch.kubelet.linux.Syscalls;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Opens sockets inside another process's network namespace. A socket belongs for ever to the namespace of the thread
 * that made it, so a short-lived platform thread enters, makes the socket, and ends; nothing else ever runs on it.
 */
final class NetworkNamespace {
    private NetworkNamespace() {}

    /** An unconnected IPv4 socket in the namespace of that process. Needs CAP_SYS_ADMIN. */
    static SocketChannel openSocket(long pid) throws IOException, InterruptedException {
        CompletableFuture<SocketChannel> socket = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("netns-" + pid).start(() -> {
            try {
                Syscalls.enterNetworkNamespace(Path.of("/proc", Long.toString(pid), "ns/net"));
                socket.complete(SocketChannel.open(StandardProtocolFamily.INET));
            } catch (Throwable e) {
                socket.completeExceptionally(e);
            }
        });
        thread.join();
        try {
            return socket.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
