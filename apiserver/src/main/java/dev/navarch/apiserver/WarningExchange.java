package dev.navarch.apiserver;

import dev.navarch.apiserver.endpoint.Responder;
import dev.navarch.apiserver.http.DuplexStream;
import dev.navarch.apiserver.http.Exchange;
import dev.navarch.apiserver.http.MessageStream;
import dev.navarch.apiserver.http.Query;
import dev.navarch.apiserver.http.ResponseStream;
import dev.navarch.apiserver.request.RequestContext;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the warnings that a request gathered into the headers of its answer, whoever gives that. */
final class WarningExchange implements Exchange {

    private final Exchange exchange;
    private @Nullable RequestContext context;

    WarningExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    void warnFrom(RequestContext request) {
        context = request;
    }

    private void addWarnings() {
        RequestContext known = context;
        if (known != null) {
            Responder.addWarnings(exchange, known.warnings());
        }
    }

    @Override
    public void respond(int status, @Nullable String contentType, byte[] body) {
        addWarnings();
        exchange.respond(status, contentType, body);
    }

    @Override
    public ResponseStream respondStreaming(int status, @Nullable String contentType) {
        addWarnings();
        return exchange.respondStreaming(status, contentType);
    }

    @Override
    public DuplexStream upgrade(Map<String, String> headers) {
        addWarnings();
        return exchange.upgrade(headers);
    }

    @Override
    public MessageStream webSocket() {
        return exchange.webSocket();
    }

    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public String uri() {
        return exchange.uri();
    }

    @Override
    public Query query() {
        return exchange.query();
    }

    @Override
    public Optional<String> header(String name) {
        return exchange.header(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return exchange.headers();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return exchange.peerCertificates();
    }

    @Override
    public String remoteAddress() {
        return exchange.remoteAddress();
    }

    @Override
    public boolean isHttp2() {
        return exchange.isHttp2();
    }

    @Override
    public byte[] body() {
        return exchange.body();
    }

    @Override
    public InputStream bodyStream() {
        return exchange.bodyStream();
    }

    @Override
    public void setHeader(String name, String value) {
        exchange.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        exchange.addHeader(name, value);
    }

    @Override
    public boolean isResponding() {
        return exchange.isResponding();
    }

    @Override
    public int responseStatus() {
        return exchange.responseStatus();
    }

    @Override
    public boolean isClientGone() {
        return exchange.isClientGone();
    }

    @Override
    public void onClientGone(Runnable action) {
        exchange.onClientGone(action);
    }
}
