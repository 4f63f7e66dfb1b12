package dev.navarch.kubelet.runtime.docker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Docker's hijacked connections (exec, attach): after the response they are raw bytes both ways, and the end of our side
 * must be said by closing half of the socket, which docker-java's transport cannot. Blocking, for virtual threads.
 */
final class DockerSocket {
    private final SocketAddress address;

    DockerSocket(URI dockerHost) {
        this.address = switch (dockerHost.getScheme()) {
            case "unix" -> UnixDomainSocketAddress.of(dockerHost.getPath());
            case "tcp" -> new InetSocketAddress(dockerHost.getHost(), dockerHost.getPort());
            default -> throw new IllegalArgumentException("unsupported Docker host " + dockerHost);
        };
    }

    record Hijacked(SocketChannel channel, InputStream in, OutputStream out) implements Closeable {

        /** No more input will come. */
        void endInput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** @throws IOException with Docker's message when it refuses */
    Hijacked hijack(String path, String jsonBody) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        try {
            OutputStream out = Channels.newOutputStream(channel);
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 32 * 1024);
            send(out, path, jsonBody, "Connection: Upgrade\r\nUpgrade: tcp\r\n");
            Head head = Head.read(in);
            if (head.status != 101 && head.status != 200) {
                throw new IOException(head.body(in));
            }
            return new Hijacked(channel, in, out);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void send(OutputStream out, String path, String body, String headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private record Head(int status, int contentLength) {

        static Head read(InputStream in) throws IOException {
            String statusLine = line(in);
            String[] parts = statusLine.split(" ", 3);
            if (parts.length < 2) {
                throw new IOException("not an HTTP answer from Docker: " + statusLine);
            }
            int length = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                if (name.equals("content-length")) {
                    length = Integer.parseInt(value);
                }
            }
            return new Head(Integer.parseInt(parts[1]), length);
        }

        String body(InputStream in) throws IOException {
            String text = new String(in.readNBytes(Math.min(contentLength, 8192)), StandardCharsets.UTF_8);
            int start = text.indexOf("\"message\":\"");
            return start < 0 ? text.strip() : text.substring(start + 11, Math.max(start + 11, text.lastIndexOf('"')));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("Docker closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
