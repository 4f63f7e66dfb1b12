package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.util.Base64;
import java.util.Optional;

/**
 * A JSON Web Token in its compact form (RFC 7519), parsed but not yet believed.
 *
 * @param signed the first two parts, over which the signature was made
 * @param signature the third part, still in base64
 */
record Jwt(ObjectNode header, ObjectNode claims, String signed, String signature) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** The parts of a token; nothing when it is no such token. */
    static Optional<Jwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(DECODER.decode(parts[0]));
            JsonNode claims = JSON.readTree(DECODER.decode(parts[1]));
            if (header instanceof ObjectNode head && claims instanceof ObjectNode body) {
                return Optional.of(new Jwt(head, body, parts[0] + "." + parts[1], parts[2]));
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String sign(PrivateKey key, String keyId, ObjectNode claims) {
        String algorithm = algorithmOf(key);
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm);
        header.put("kid", keyId);
        try {
            String signed = encode(header) + "." + encode(claims);
            Signature signer = Signature.getInstance(jcaName(algorithm));
            signer.initSign(key);
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + ENCODER.encodeToString(signer.sign());
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("cannot sign a token: " + e.getMessage(), e);
        }
    }

    /** Whether the key made the signature; the algorithm is the key's, never one that only the token names. */
    boolean isSignedBy(PublicKey key) {
        String algorithm = algorithmOf(key);
        if (!algorithm.equals(header.path("alg").asText())) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(jcaName(algorithm));
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(DECODER.decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    String keyId() {
        return header.path("kid").asText("");
    }

    String issuer() {
        return claims.path("iss").asText("");
    }

    /** The name by RFC 7518 of the algorithm for a key: RS256, ES256, ES384 or ES512. */
    static String algorithmOf(Key key) {
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return switch (bits) {
                case 256 -> "ES256";
                case 384 -> "ES384";
                case 521 -> "ES512";
                default -> throw new IllegalArgumentException("unknown curve, must be 256, 384, or 521");
            };
        }
        if (key.getAlgorithm().equals("RSA")) {
            return "RS256";
        }
        throw new IllegalArgumentException("unknown key type " + key.getAlgorithm() + ", must be RSA or EC");
    }

    private static String jcaName(String algorithm) {
        return switch (algorithm) {
            case "RS256" -> "SHA256withRSA";
            case "ES256" -> "SHA256withECDSAinP1363Format";
            case "ES384" -> "SHA384withECDSAinP1363Format";
            case "ES512" -> "SHA512withECDSAinP1363Format";
            default -> throw new IllegalArgumentException("unsupported algorithm " + algorithm);
        };
    }

    private static String encode(ObjectNode node) throws JsonProcessingException {
        return ENCODER.encodeToString(JSON.writeValueAsBytes(node));
    }
}
