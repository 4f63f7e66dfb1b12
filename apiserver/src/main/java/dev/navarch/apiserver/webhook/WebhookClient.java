package dev.navarch.apiserver.webhook;

import dev.navarch.api.json.GoQuote;
import dev.navarch.apiserver.registry.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** Asks hooks over HTTPS. An answer is waited for no longer than the hook's timeout, and read up to a limit. */
public final class WebhookClient {

    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
    private static final int MAX_FACTORIES = 256;

    private final ObjectReader reader;
    private final Map<FactoryKey, WebhookTls> factories = new ConcurrentHashMap<>();

    public WebhookClient(ObjectReader reader) {
        this.reader = reader;
    }

    private record FactoryKey(String authorities, String serverName) {}

    /** The body of the answer. */
    public byte[] call(WebhookTarget target, byte[] question) throws WebhookCallException {
        WebhookAddress address = WebhookAddress.of(target, reader);
        String asked = WebhookAddress.asked(address.uri(), target);
        HttpsURLConnection connection = open(target, address);
        var exchange = new FutureTask<>(() -> exchange(connection, question));
        Thread.ofVirtual().name("webhook-" + target.name()).start(exchange);
        try {
            return exchange.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed(asked, "context deadline exceeded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(asked, "context canceled");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused
                    ? new WebhookCallException(String.valueOf(refused.getMessage()))
                    : failed(asked, problem(e, address));
        } finally {
            // Where it still runs, this ends it.
            if (!exchange.isDone()) {
                connection.disconnect();
            }
        }
    }

    /** An answer that is no 200. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private HttpsURLConnection open(WebhookTarget target, WebhookAddress address) throws WebhookCallException {
        try {
            URI url = new URI(
                    "https",
                    null,
                    address.host(),
                    address.port(),
                    address.uri().getPath(),
                    address.uri().getQuery(),
                    null);
            var connection = (HttpsURLConnection)
                    new URI(WebhookAddress.asked(url, target)).toURL().openConnection();
            connection.setSSLSocketFactory(factory(target, address.serverName()));
            // The handshake has checked the name that counts, which is not the one connected to.
            connection.setHostnameVerifier((host, session) -> true);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            Duration timeout = target.timeout();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            return connection;
        } catch (IOException | URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new WebhookCallException("could not get REST client: " + e.getMessage());
        }
    }

    private WebhookTls factory(WebhookTarget target, String serverName) throws GeneralSecurityException, IOException {
        String bundle = target.clientConfig().path("caBundle").asText("");
        var key = new FactoryKey(bundle, serverName);
        WebhookTls known = factories.get(key);
        if (known == null) {
            known = WebhookTls.of(Base64.getDecoder().decode(bundle), serverName);
            if (factories.size() >= MAX_FACTORIES) {
                factories.clear();
            }
            factories.put(key, known);
        }
        return known;
    }

    private static byte[] exchange(HttpsURLConnection connection, byte[] question) throws IOException {
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, */*");
        connection.setRequestProperty("User-Agent", "kube-apiserver-admission");
        connection.setFixedLengthStreamingMode(question.length);
        try (var out = connection.getOutputStream()) {
            out.write(question);
        }
        int code = connection.getResponseCode();
        try (InputStream in = code >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            byte[] answer = in == null ? new byte[0] : in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (answer.length > MAX_ANSWER_BYTES) {
                throw new Refused("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
            }
            if (code != 200) {
                throw new Refused(refusal(code, new String(answer, StandardCharsets.UTF_8)));
            }
            return answer;
        }
    }

    private static String refusal(int code, String body) {
        return switch (code) {
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> "unknown";
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            default ->
                code >= 500
                        ? "an error on the server (" + GoQuote.quote(body.strip())
                                + ") has prevented the request from succeeding"
                        : "the server responded with the status code " + code + " but did not return more information";
        };
    }

    private static WebhookCallException failed(String asked, String problem) {
        return new WebhookCallException("Post " + GoQuote.quote(asked) + ": " + problem);
    }

    /** What Go would say of it; clients look for some of these words. */
    private static String problem(ExecutionException failure, WebhookAddress address) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case SocketTimeoutException _ -> "context deadline exceeded";
            case ConnectException _ ->
                "dial tcp " + address.host() + ":" + address.port() + ": connect: connection refused";
            case UnknownHostException _ -> "dial tcp: lookup " + address.host() + ": no such host";
            case SSLException _ -> tlsProblem(message);
            case IOException _
            when message.contains("Premature EOF") || message.contains("Unexpected end of file") -> "EOF";
            default -> message;
        };
    }

    private static String tlsProblem(String message) {
        return message.contains("PKIX") || message.contains("certificate")
                ? "tls: failed to verify certificate: x509: certificate signed by unknown authority"
                : "remote error: tls: " + message;
    }
}
