package dev.navarch.kubelet.server;

import dev.navarch.kubelet.server.stream.Transport;
import dev.navarch.kubelet.server.stream.Upgrades;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One request and its answer, blocking, for the virtual thread that serves it. */
final class Exchange {
    private final HttpServerRequest request;
    private final Context context;
    private final String method;

    Exchange(HttpServerRequest request, Context context) {
        this.method = PostUpgrade.methodOf(request);
        this.request = request;
        this.context = context;
    }

    String method() {
        return method;
    }

    String path() {
        return request.path();
    }

    /** The path's parts below the first. */
    List<String> segments() {
        return Arrays.stream(path().split("/", -1))
                .filter(s -> !s.isEmpty())
                .skip(1)
                .toList();
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParam(name)).filter(v -> !v.isEmpty());
    }

    List<String> parameters(String name) {
        return request.params().getAll(name);
    }

    /** {@code 1} and {@code true}. */
    boolean flag(String name) {
        return parameter(name).filter(v -> v.equals("1") || v.equals("true")).isPresent();
    }

    /** The client's certificate; TLS has verified that it comes from the cluster's CA. */
    Optional<X509Certificate> certificate() {
        if (request.connection().sslSession() == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = request.connection().sslSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    Upgrades upgrades() {
        return new Upgrades(request, context);
    }

    void answer(int status, String contentType, String body) throws IOException {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        Transport.await(response.end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8))));
    }

    /** An answer whose length is not known. Closing the stream ends it; {@code gone} runs when the client hangs up. */
    OutputStream stream(String contentType, Runnable gone) {
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", contentType);
        response.closeHandler(v -> gone.run());
        response.exceptionHandler(e -> gone.run());
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                Transport.await(response.write(Buffer.buffer(length).appendBytes(bytes, from, length)));
            }

            @Override
            public void close() throws IOException {
                response.closeHandler(null);
                if (!response.ended()) {
                    Transport.await(response.end());
                }
            }
        };
    }

    boolean answered() {
        return request.response().headWritten() || request.response().ended();
    }

    void abort() {
        request.connection().close();
    }
}
