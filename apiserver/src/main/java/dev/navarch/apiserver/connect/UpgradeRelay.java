package dev.navarch.apiserver.connect;

import dev.navarch.apiserver.http.DuplexStream;
import dev.navarch.apiserver.http.Exchange;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/** Upgrades a connection on both sides and then moves bytes, knowing nothing of what they mean (SPDY, WebSocket). */
final class UpgradeRelay {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int HEAD_MILLIS = 30_000;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int BUFFER = 32 * 1024;

    private final SSLSocketFactory kubelets;
    private final SSLSocketFactory others;

    UpgradeRelay(SSLSocketFactory kubelets, SSLSocketFactory others) {
        this.kubelets = kubelets;
        this.others = others;
    }

    void run(Exchange exchange, Backend backend) throws IOException {
        Socket socket;
        try {
            socket = open(backend);
        } catch (IOException e) {
            throw Relay.unreachable(backend, e);
        }
        try (socket) {
            socket.getOutputStream().write(head(exchange, backend));
            socket.getOutputStream().flush();
            InputStream input = new BufferedInputStream(socket.getInputStream());
            ResponseHead answer = ResponseHead.read(input, MAX_HEAD);
            socket.setSoTimeout(0);
            if (answer.status() == 101) {
                pump(exchange, answer, socket, input);
            } else {
                refuse(exchange, answer, input);
            }
        }
    }

    private Socket open(Backend backend) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(backend.host(), backend.port()), CONNECT_MILLIS);
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout(HEAD_MILLIS);
            if (!backend.scheme().equals("https")) {
                return plain;
            }
            SSLSocketFactory factory = backend.kubelet() ? kubelets : others;
            return factory.createSocket(plain, backend.host(), backend.port(), true);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static byte[] head(Exchange exchange, Backend backend) {
        var head = new StringBuilder();
        head.append(exchange.method()).append(' ').append(backend.target()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(backend.authority()).append("\r\n");
        exchange.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean upgrade = lower.equals("upgrade") || lower.equals("connection");
            if (upgrade || Relay.isForwarded(name)) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        if (exchange.method().equals("POST")) {
            head.append("Content-Length: 0\r\n");
        }
        head.append("X-Forwarded-For: ").append(exchange.remoteAddress()).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void refuse(Exchange exchange, ResponseHead answer, InputStream input) throws IOException {
        var body = new ByteArrayOutputStream();
        long length = answer.contentLength();
        byte[] buffer = new byte[BUFFER];
        while (length != 0 && body.size() < MAX_HEAD) {
            int wanted = length < 0 ? buffer.length : (int) Math.min(buffer.length, length);
            int count = input.read(buffer, 0, wanted);
            if (count < 0) {
                break;
            }
            body.write(buffer, 0, count);
            length = length < 0 ? length : length - count;
        }
        exchange.respond(answer.status(), answer.headers().get("content-type"), body.toByteArray());
    }

    private static void pump(Exchange exchange, ResponseHead answer, Socket socket, InputStream input)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> {
            if (!name.equals("content-length") && !name.equals("date")) {
                headers.put(name, value);
            }
        });
        try (DuplexStream client = exchange.upgrade(headers)) {
            Thread.ofVirtual().name("connect-up").start(() -> moveAndEnd(client.input(), socket));
            move(input, client.output());
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                throw e;
            }
        }
    }

    /** What the client sends; its end is the end of the backend's connection too. */
    private static void moveAndEnd(InputStream from, Socket socket) {
        try (socket) {
            move(from, socket.getOutputStream());
        } catch (IOException broken) {
            return;
        }
    }

    private static void move(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }
}
