package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.pki.DistinguishedName;
import dev.navarch.apiserver.request.UserInfo;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Client certificates of the cluster's authorities: the common name is the user, the organizations are its groups. */
public final class X509Authenticator implements Authenticator {

    private final ClientCertificates certificates;

    public X509Authenticator(Collection<X509Certificate> authorities) {
        this.certificates = new ClientCertificates(authorities);
    }

    @Override
    public Optional<UserInfo> authenticate(AuthenticationRequest request) {
        if (request.peerCertificates().isEmpty()) {
            return Optional.empty();
        }
        certificates.verify(request.peerCertificates());
        X509Certificate leaf = request.peerCertificates().getFirst();
        DistinguishedName subject = DistinguishedName.of(leaf);
        if (subject.commonName().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserInfo(
                subject.commonName(),
                subject.uid(),
                subject.organizations(),
                Map.of(UserInfo.CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(leaf)))));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
