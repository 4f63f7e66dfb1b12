package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.request.UserInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Takes a token from the {@code Authorization} header or, for browsers' WebSockets, from a subprotocol
 * {@code base64url.bearer.authorization.k8s.io.…}.
 */
public final class BearerTokenAuthenticator implements Authenticator {

    /** The subprotocol whose rest is a token; to be left out when the protocol is chosen. */
    public static final String PROTOCOL_PREFIX = "base64url.bearer.authorization.k8s.io.";

    private final TokenAuthenticator tokens;
    private final List<String> audiences;

    /** {@code audiences}: what this server is called in tokens. */
    public BearerTokenAuthenticator(TokenAuthenticator tokens, List<String> audiences) {
        this.tokens = tokens;
        this.audiences = List.copyOf(audiences);
    }

    @Override
    public Optional<UserInfo> authenticate(AuthenticationRequest request) {
        Optional<String> token = fromHeader(request).or(() -> fromSubprotocol(request));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(tokens.authenticate(token.get(), audiences, request.warnings())
                .orElseThrow(() -> new CredentialsException("invalid bearer token"))
                .user());
    }

    private static Optional<String> fromHeader(AuthenticationRequest request) {
        String value = request.header("Authorization").orElse("").strip();
        String[] parts = value.split(" ", 3);
        if (parts.length < 2 || !parts[0].equalsIgnoreCase("bearer") || parts[1].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parts[1]);
    }

    private static Optional<String> fromSubprotocol(AuthenticationRequest request) {
        boolean isWebSocket =
                request.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
        if (!isWebSocket) {
            return Optional.empty();
        }
        var tokens = new ArrayList<String>();
        boolean others = false;
        for (String header : request.values("Sec-WebSocket-Protocol")) {
            for (String protocol : header.split(",", -1)) {
                String trimmed = protocol.strip();
                if (trimmed.startsWith(PROTOCOL_PREFIX)) {
                    tokens.add(decode(trimmed.substring(PROTOCOL_PREFIX.length())));
                } else {
                    others = true;
                }
            }
        }
        if (tokens.size() > 1) {
            throw new CredentialsException("multiple base64.bearer.authorization tokens specified");
        }
        if (tokens.isEmpty() || tokens.getFirst().isEmpty()) {
            return Optional.empty();
        }
        if (!others) {
            throw new CredentialsException("missing additional subprotocol");
        }
        return Optional.of(tokens.getFirst());
    }

    private static String decode(String encoded) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new CredentialsException("invalid base64.bearer.authorization token encoding");
        } catch (CharacterCodingException e) {
            throw new CredentialsException("invalid base64.bearer.authorization token");
        }
    }
}
