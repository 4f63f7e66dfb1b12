package dev.navarch.kubelet.http;

import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One GET, following redirects on the same host up to ten times. */
public final class HttpGet {
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_BODY = 10 * 1024;
    private static final int MAX_LINE = 64 * 1024;

    private final String userAgent;

    public HttpGet(String userAgent) {
        this.userAgent = userAgent;
    }

    /**
     * What came back.
     *
     * @param redirectedElsewhere a redirect led to another host and was not followed
     */
    public record Response(int status, String body, boolean redirectedElsewhere) {}

    /**
     * Does the exchange.
     *
     * @param timeout for the whole exchange, redirects included
     */
    public Response get(String scheme, String host, int port, String path, List<HTTPHeader> headers, Duration timeout)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String target = path.startsWith("/") ? path : "/" + path;
        URI uri = uri(scheme.toLowerCase(Locale.ROOT), host, port, target);
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            Answer answer = exchange(uri, headers, deadline);
            String location = answer.headers.get("location");
            if (answer.status < 300 || answer.status >= 400 || location == null) {
                return new Response(answer.status, answer.body, false);
            }
            URI next = uri.resolve(location);
            if (!host.equals(next.getHost())) {
                return new Response(answer.status, answer.body, true);
            }
            uri = next;
        }
        throw new IOException("stopped after 10 redirects");
    }

    private static URI uri(String scheme, String host, int port, String target) throws IOException {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        try {
            return new URI(scheme + "://" + literal + ":" + port + target.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            throw new IOException("not a URL: " + e.getInput(), e);
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private Answer exchange(URI uri, List<HTTPHeader> headers, long deadline) throws IOException {
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        String host = uri.getHost().replace("[", "").replace("]", "");
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), left(deadline));
            plain.setSoTimeout(left(deadline));
            Socket socket = tls ? secure(plain, host, port) : plain;
            socket.getOutputStream().write(request(uri, host, port, headers).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return read(new BufferedInputStream(socket.getInputStream()), plain, deadline);
        }
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException(
                    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }

    private String request(URI uri, String host, int port, List<HTTPHeader> headers) {
        Map<String, String> lines = new LinkedHashMap<>();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        lines.put("host", "Host: " + literal + ":" + port);
        lines.put("user-agent", "User-Agent: " + userAgent);
        lines.put("accept", "Accept: */*");
        Set<String> custom = new HashSet<>();
        for (HTTPHeader header : headers) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            String line = header.getName() + ": " + header.getValue();
            if (header.getValue().isEmpty() && name.equals("accept")) {
                lines.remove("accept");
            } else if (custom.add(name) || !lines.containsKey(name)) {
                lines.put(name, line);
            } else {
                lines.merge(name, line, (old, added) -> old + "\r\n" + added);
            }
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return "GET " + path + query + " HTTP/1.1\r\n" + String.join("\r\n", lines.values())
                + "\r\nConnection: close\r\n\r\n";
    }

    private static Answer read(InputStream in, Socket socket, long deadline) throws IOException {
        String statusLine = line(in);
        String[] parts = statusLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/")) {
            throw new IOException("malformed HTTP response \"" + statusLine + "\"");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        socket.setSoTimeout(left(deadline));
        return new Answer(Integer.parseInt(parts[1]), headers, body(in, headers));
    }

    /** As much of it as a message can show; a chunked body is shown with its chunk sizes left out. */
    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return text(in.readNBytes((int) Math.min(MAX_BODY, Long.parseLong(length))));
        }
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return text(in.readNBytes(MAX_BODY));
        }
        StringBuilder body = new StringBuilder();
        while (body.length() < MAX_BODY) {
            int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                break;
            }
            body.append(text(in.readNBytes(Math.min(size, MAX_BODY))));
            if (size > MAX_BODY) {
                break;
            }
            line(in);
        }
        return body.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE) {
                throw new EOFException("EOF");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static SSLSocket secure(Socket plain, String host, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEverything()}, new SecureRandom());
            return (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A probe asks whether the server answers, not who it is. */
    private static final class TrustEverything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
