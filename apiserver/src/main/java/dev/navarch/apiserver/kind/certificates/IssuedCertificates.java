package dev.navarch.apiserver.kind.certificates;

import dev.navarch.apiserver.pki.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a signer may put into {@code status.certificate}: certificates in PEM and nothing else. */
final class IssuedCertificates {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-]+)-----");

    private IssuedCertificates() {}

    static Optional<String> problem(String base64) {
        String pem;
        try {
            pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return Optional.of("must contain at least one CERTIFICATE PEM block");
        }
        Matcher begin = BEGIN.matcher(pem);
        int blocks = 0;
        while (begin.find()) {
            if (!begin.group(1).equals("CERTIFICATE")) {
                return Optional.of("only CERTIFICATE PEM blocks are allowed, found \"" + begin.group(1) + "\"");
            }
            blocks++;
        }
        if (blocks == 0) {
            return Optional.of("must contain at least one CERTIFICATE PEM block");
        }
        try {
            Pem.parseCertificates(pem);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("x509: malformed certificate");
        }
    }
}
