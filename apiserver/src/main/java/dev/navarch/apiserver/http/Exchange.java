package dev.navarch.apiserver.http;

import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Belongs to the virtual thread that handles it; only {@link #isClientGone} and the
 * callbacks of {@link #onClientGone} concern other threads.
 */
public interface Exchange {

    /** The largest request body that is read: 3 MiB, as upstream. */
    int MAX_BODY_BYTES = 3 * 1024 * 1024;

    /** In upper case. */
    String method();

    /** The path with percent-encoding undone; starts with a slash. */
    String path();

    /** Path and query as they came. */
    String uri();

    Query query();

    /** The first value of a header, found without regard to case. */
    Optional<String> header(String name);

    /** All request headers; the map is looked up without regard to case. */
    Map<String, List<String>> headers();

    /** The chain that the TLS client presented, its own first; empty when it showed none. Not verified. */
    List<X509Certificate> peerCertificates();

    /** The address of the other end without its port. */
    String remoteAddress();

    /** Whether this is HTTP/2, where nothing can be upgraded. */
    boolean isHttp2();

    /**
     * The whole body, read on the first call; empty when there is none.
     *
     * @throws dev.navarch.api.meta.StatusException 413 beyond {@link #MAX_BODY_BYTES}
     */
    byte[] body();

    /** The body as it arrives, for proxies; not together with {@link #body}. */
    InputStream bodyStream();

    /** Sets a header of the answer, replacing an earlier value; before the answer begins. */
    void setHeader(String name, String value);

    /** Adds a value to a header of the answer; before the answer begins. */
    void addHeader(String name, String value);

    /** Sends a complete answer and returns when it is handed to the connection. */
    void respond(int status, @Nullable String contentType, byte[] body);

    /** Begins an answer of unknown length. */
    ResponseStream respondStreaming(int status, @Nullable String contentType);

    /** Whether an answer has begun, so that no other can be given. */
    boolean isResponding();

    /** The status that was answered; 0 before. */
    int responseStatus();

    /** Whether the client closed the connection or reset its stream. */
    boolean isClientGone();

    /** Runs the action once when the client goes, at once when it is gone already. The action must not block. */
    void onClientGone(Runnable action);

    /**
     * Answers 101 with the given headers and gives the connection up to the caller as plain bytes (HTTP/1.1 only).
     *
     * @throws dev.navarch.api.meta.StatusException 400 when the request did not ask for an upgrade
     */
    DuplexStream upgrade(Map<String, String> headers);

    /** Accepts a WebSocket handshake for messages in one direction: server to client. */
    MessageStream webSocket();
}
