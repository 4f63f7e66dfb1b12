package dev.navarch.apiserver.authentication;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a client's chain was signed by one of the authorities for use by a client. Remembers the certificates
 * that passed, for a signature costs more than the rest of a request; what is remembered is still checked for its dates.
 */
final class ClientCertificates {

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int REMEMBERED = 1024;

    private final Set<TrustAnchor> anchors;
    private final Map<X509Certificate, Boolean> verified = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    ClientCertificates(Collection<X509Certificate> authorities) {
        this.anchors = authorities.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns when the first certificate of the chain may be trusted. */
    void verify(List<X509Certificate> chain) {
        X509Certificate leaf = chain.getFirst();
        try {
            leaf.checkValidity();
            if (isRemembered(leaf)) {
                return;
            }
            checkUsage(leaf);
            buildPath(leaf, chain);
        } catch (GeneralSecurityException e) {
            throw new CredentialsException(
                    "verifying certificate SN=" + leaf.getSerialNumber() + " failed: " + e.getMessage());
        }
        synchronized (verified) {
            verified.put(leaf, true);
        }
    }

    private boolean isRemembered(X509Certificate leaf) {
        synchronized (verified) {
            return verified.get(leaf) != null;
        }
    }

    private void buildPath(X509Certificate leaf, List<X509Certificate> chain) throws GeneralSecurityException {
        if (anchors.isEmpty()) {
            throw new CertPathBuilderException("certificate signed by unknown authority");
        }
        var target = new X509CertSelector();
        target.setCertificate(leaf);
        var parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static void checkUsage(X509Certificate leaf) throws CertificateParsingException {
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages != null && !usages.contains(CLIENT_AUTH) && !usages.contains(ANY_USAGE)) {
            throw new CertificateParsingException("certificate specifies an incompatible key usage");
        }
    }
}
