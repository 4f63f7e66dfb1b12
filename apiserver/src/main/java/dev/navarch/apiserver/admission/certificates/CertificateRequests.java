package dev.navarch.apiserver.admission.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.navarch.apiserver.pki.DistinguishedName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Reads the PKCS#10 request inside a CertificateSigningRequest. */
public final class CertificateRequests {

    private CertificateRequests() {}

    /** Parses {@code spec.request}; the message of the exception is upstream's. */
    public static PKCS10CertificationRequest parse(JsonNode request) throws IOException {
        String pem;
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(request.path("spec").path("request").asText(""));
            pem = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("PEM block type must be CERTIFICATE REQUEST", e);
        }
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest parsed) {
                return parsed;
            }
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException("PEM block type must be CERTIFICATE REQUEST");
    }

    public static DistinguishedName subjectOf(PKCS10CertificationRequest request) {
        return DistinguishedName.of(request.getSubject());
    }
}
