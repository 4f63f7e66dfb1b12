package dev.navarch.apiserver.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A WebSocket on which the server speaks. Used by one thread. */
public interface MessageStream extends Closeable {

    /** Messages of bytes as they are. */
    String BINARY_PROTOCOL = "binary.k8s.io";

    /** Messages of text, which is the bytes in Base64. */
    String BASE64_PROTOCOL = "base64.binary.k8s.io";

    /** The subprotocols that a client may ask for; without one, messages are as in {@link #BINARY_PROTOCOL}. */
    List<String> PROTOCOLS = List.of(BINARY_PROTOCOL, BASE64_PROTOCOL);

    /** The subprotocol that the handshake agreed on, if any. */
    Optional<String> protocol();

    void writeText(byte[] utf8) throws IOException;

    void writeBinary(byte[] bytes) throws IOException;

    @Override
    void close();
}
