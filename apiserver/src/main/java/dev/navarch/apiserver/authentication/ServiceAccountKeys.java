package dev.navarch.apiserver.authentication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.apiserver.pki.Keys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The key that signs service account tokens, and all keys whose signatures are good. Immutable. */
public final class ServiceAccountKeys {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey signingKey;
    private final String signingKeyId;
    private final Map<String, PublicKey> verificationKeys = new LinkedHashMap<>();

    /** {@code verificationKeys}: keys of former or other signers; the signing key's public half is always among them. */
    public ServiceAccountKeys(PrivateKey signingKey, List<PublicKey> verificationKeys) {
        this.signingKey = signingKey;
        PublicKey own = Keys.publicOf(signingKey);
        this.signingKeyId = keyId(own);
        verificationKeys.forEach(key -> this.verificationKeys.put(keyId(key), key));
        this.verificationKeys.putIfAbsent(signingKeyId, own);
    }

    String sign(ObjectNode claims) {
        return Jwt.sign(signingKey, signingKeyId, claims);
    }

    /** The keys that may have signed a token with this key id; all of them when it names none. */
    List<PublicKey> candidates(String keyId) {
        if (keyId.isEmpty()) {
            return new ArrayList<>(verificationKeys.values());
        }
        PublicKey key = verificationKeys.get(keyId);
        return key == null ? List.of() : List.of(key);
    }

    /** The document of {@code /openid/v1/jwks}. */
    public ObjectNode keySet() {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        var keys = set.putArray("keys");
        verificationKeys.forEach((id, key) -> describe(keys.addObject(), id, key));
        return set;
    }

    /** The document of {@code /.well-known/openid-configuration}. */
    public ObjectNode discoveryDocument(String issuer, String keySetUrl) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("issuer", issuer);
        document.put("jwks_uri", keySetUrl);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        var algorithms = document.putArray("id_token_signing_alg_values_supported");
        var names = new TreeSet<String>();
        verificationKeys.values().forEach(key -> names.add(Jwt.algorithmOf(key)));
        names.forEach(algorithms::add);
        return document;
    }

    private static void describe(ObjectNode jwk, String id, PublicKey key) {
        jwk.put("use", "sig");
        switch (key) {
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA").put("kid", id).put("alg", Jwt.algorithmOf(key));
                jwk.put("n", base64(rsa.getModulus(), 0));
                jwk.put("e", base64(rsa.getPublicExponent(), 0));
            }
            case ECPublicKey ec -> {
                int bits = ec.getParams().getCurve().getField().getFieldSize();
                int size = (bits + 7) / 8;
                jwk.put("kty", "EC").put("kid", id);
                jwk.put("crv", "P-" + bits).put("alg", Jwt.algorithmOf(key));
                jwk.put("x", base64(ec.getW().getAffineX(), size));
                jwk.put("y", base64(ec.getW().getAffineY(), size));
            }
            default -> throw new IllegalArgumentException("unsupported key type " + key.getAlgorithm());
        }
    }

    /** Big-endian without sign, filled up with zeros to {@code size} bytes. */
    private static String base64(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        int length = bytes.length - from;
        byte[] out = new byte[Math.max(size, length)];
        System.arraycopy(bytes, from, out, out.length - length, length);
        return BASE64.encodeToString(out);
    }

    /** Upstream's derivation: SHA-256 of the key's DER form. */
    static String keyId(PublicKey key) {
        try {
            return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
