package dev.navarch.apiserver.storage.etcd;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real etcd of one member; killed hard and started again at will. The program is {@code etcd} or system property {@code etcd}. */
public final class EtcdServer implements Closeable {

    private final Path directory;
    private final List<String> extra;
    private final String scheme;
    private final int port = freePort();
    private final int peerPort = freePort();
    private Process process;

    private EtcdServer(Path directory, String scheme, List<String> extra) {
        this.directory = directory;
        this.scheme = scheme;
        this.extra = extra;
    }

    public static EtcdServer start(Path directory) throws Exception {
        Assumptions.assumeTrue(isThere(), "SKIPPED: etcd is not on the path (package etcd-server)");
        var server = new EtcdServer(directory, "http", List.of());
        server.start();
        return server;
    }

    static EtcdServer startWithTls(Path directory, Path authority, Path certificate, Path key) throws Exception {
        var server = new EtcdServer(
                directory,
                "https",
                List.of(
                        "--client-cert-auth",
                        "--trusted-ca-file=" + authority,
                        "--cert-file=" + certificate,
                        "--key-file=" + key));
        server.start();
        return server;
    }

    public URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    public void start() throws Exception {
        var command = new ArrayList<>(List.of(
                System.getProperty("etcd", "etcd"),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + endpoint(),
                "--advertise-client-urls=" + endpoint(),
                "--listen-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-cluster=default=http://127.0.0.1:" + peerPort,
                "--unsafe-no-fsync",
                "--log-level=error"));
        command.addAll(extra);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("etcd.log").toFile()))
                .start();
        awaitListening();
    }

    private void awaitListening() throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException(Files.readString(directory.resolve("etcd.log")), e);
                }
                Thread.sleep(20);
            }
        }
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Throws away everything that is stored. */
    void loseData() throws Exception {
        kill();
        Files.move(directory.resolve("etcd"), directory.resolve("lost-" + System.nanoTime()));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static boolean isThere() throws InterruptedException {
        try {
            Process version = new ProcessBuilder(System.getProperty("etcd", "etcd"), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(10, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
