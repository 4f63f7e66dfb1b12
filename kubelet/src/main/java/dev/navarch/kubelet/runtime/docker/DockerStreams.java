package dev.navarch.kubelet.runtime.docker;

import dev.navarch.kubelet.runtime.StandardStreams;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Pumps a hijacked connection: our input one way on its own virtual thread, Docker's output the other on the caller's. */
final class DockerStreams {
    private DockerStreams() {}

    /** Returns once Docker has no more output. Does not close the caller's streams. */
    static void pump(DockerSocket.Hijacked connection, StandardStreams streams) throws IOException {
        InputStream stdin = streams.stdin();
        Thread input =
                stdin == null ? null : Thread.ofVirtual().name("docker-stdin").start(() -> feed(stdin, connection));
        try {
            if (streams.tty()) {
                copyRaw(connection.in(), streams.stdout());
            } else {
                copyFrames(connection.in(), streams.stdout(), streams.stderr());
            }
        } finally {
            if (input != null) {
                input.interrupt();
            }
        }
    }

    private static void feed(InputStream stdin, DockerSocket.Hijacked connection) {
        try {
            stdin.transferTo(connection.out());
            connection.endInput();
        } catch (IOException e) {
            // The process has ended or the client is gone; the output side says which.
            return;
        }
    }

    private static void copyRaw(InputStream in, @Nullable OutputStream out) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (out != null) {
                out.write(buffer, 0, n);
                out.flush();
            }
        }
    }

    /** Frames of Docker's multiplexed streams: stream number, three zeros, length, bytes. */
    static void copyFrames(InputStream in, @Nullable OutputStream stdout, @Nullable OutputStream stderr)
            throws IOException {
        DataInputStream frames = new DataInputStream(in);
        byte[] buffer = new byte[32 * 1024];
        while (true) {
            int stream = frames.read();
            if (stream < 0) {
                return;
            }
            frames.skipNBytes(3);
            int left = frames.readInt();
            OutputStream out = stream == 2 ? stderr : stdout;
            while (left > 0) {
                int n = frames.read(buffer, 0, Math.min(buffer.length, left));
                if (n < 0) {
                    throw new EOFException("Docker ended a stream within a frame");
                }
                left -= n;
                if (out != null) {
                    out.write(buffer, 0, n);
                }
            }
            if (out != null) {
                out.flush();
            }
        }
    }
}
