package dev.navarch.apiserver.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.json.Json;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes answers: objects in the form that was asked for, errors as {@code Status}, compressed where that pays. */
public final class Responder {

    private static final int GZIP_THRESHOLD = 128 * 1024;
    private static final int MAX_WARNINGS_LENGTH = 4 * 1024;

    private Responder() {}

    /** Sends an object as it is. */
    static void send(Exchange exchange, OutputMediaType type, int code, ObjectNode object) {
        send(exchange, code, type.format().mediaType(), Encodings.encode(object, type));
    }

    /** Sends bytes of that media type, compressed when they are many and the client takes that. */
    public static void send(Exchange exchange, int code, String mediaType, byte[] bytes) {
        if (bytes.length <= GZIP_THRESHOLD || !acceptsGzip(exchange)) {
            exchange.respond(code, mediaType, bytes);
            return;
        }
        exchange.setHeader("Content-Encoding", "gzip");
        exchange.addHeader("Vary", "Accept-Encoding");
        exchange.respond(code, mediaType, gzip(bytes));
    }

    /** Sends a prepared document, indented for people. */
    public static void sendDocument(Exchange exchange, String mediaType, byte[] json) {
        send(exchange, 200, mediaType, Encodings.json(json, Negotiation.isPretty(exchange)));
    }

    /** Sends an error as the {@code Status} it is, in JSON where the client's wish cannot be met. */
    public static void sendError(Exchange exchange, StatusException error) {
        ObjectNode status = error.status();
        int retry = status.path("details").path("retryAfterSeconds").asInt();
        if (retry > 0) {
            exchange.setHeader("Retry-After", Integer.toString(retry));
        }
        OutputMediaType type;
        try {
            type = Negotiation.output(exchange, Negotiation.Restrictions.NONE);
        } catch (StatusException notAcceptable) {
            exchange.respond(error.code(), "application/json", JsonIndent.indent(Json.bytes(status)));
            return;
        }
        send(exchange, type, error.code(), status);
    }

    /** Adds the texts as {@code Warning} headers, RFC 7234 section 5.5, code 299; too many are cut short. */
    public static void addWarnings(Exchange exchange, Collection<String> warnings) {
        int left = MAX_WARNINGS_LENGTH;
        for (String text : warnings) {
            String shown = sanitize(text);
            if (shown.length() > left) {
                return;
            }
            left -= shown.length();
            exchange.addHeader("Warning", "299 - \"" + shown + "\"");
        }
    }

    private static String sanitize(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
            } else if (c >= 0x20 && c != 0x7f) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean acceptsGzip(Exchange exchange) {
        String header = exchange.header("Accept-Encoding").orElse("");
        return Arrays.stream(header.split(",", -1))
                .anyMatch(token -> token.trim().equals("gzip"));
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 4);
        try (var gzip = new GZIPOutputStream(out, 8192) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Says that nobody answers for this path. */
    public static void sendPageNotFound(Exchange exchange) {
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        sendText(exchange, 404, "404 page not found\n");
    }

    /** Sends a plain text. */
    public static void sendText(Exchange exchange, int code, String text) {
        exchange.respond(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
