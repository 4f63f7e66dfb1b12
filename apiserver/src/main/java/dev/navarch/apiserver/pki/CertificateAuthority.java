package dev.navarch.apiserver.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Signs certificates with a key of its own. Immutable; safe for use by many threads. */
public final class CertificateAuthority {

    /** Ten years: how long an authority of ours is valid. */
    public static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

    /** One year: how long what it signs is valid. */
    public static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(365);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyAndCertificate self;

    public CertificateAuthority(KeyAndCertificate self) {
        this.self = self;
    }

    /** A new self-signed authority with an EC key. */
    public static CertificateAuthority create(String commonName) {
        KeyPair pair = Keys.newEcKeyPair();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
        Instant now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    serial(),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(AUTHORITY_LIFETIME)),
                    name,
                    pair.getPublic());
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, commonName)));
            return new CertificateAuthority(
                    new KeyAndCertificate(pair.getPrivate(), List.of(sign(builder, pair.getPrivate()))));
        } catch (NoSuchAlgorithmException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority of two files, made and written there when they are missing. */
    public static CertificateAuthority readOrCreate(Path certificateFile, Path keyFile, String commonName)
            throws IOException {
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            return new CertificateAuthority(KeyAndCertificate.read(certificateFile, keyFile));
        }
        CertificateAuthority created = create(commonName);
        created.self.write(certificateFile, keyFile);
        return created;
    }

    public KeyAndCertificate keyAndCertificate() {
        return self;
    }

    public X509Certificate certificate() {
        return self.certificate();
    }

    /** The certificate that others need to trust what this authority signs. */
    public String certificatePem() {
        return Pem.ofCertificates(List.of(self.certificate()));
    }

    /**
     * A new key with a certificate for a TLS server.
     *
     * @param names DNS names and IP addresses under which clients reach it
     */
    public KeyAndCertificate issueServing(String commonName, Collection<String> names) {
        KeyPair pair = Keys.newEcKeyPair();
        return new KeyAndCertificate(
                pair.getPrivate(),
                List.of(issue(new Request(
                        subject(commonName, List.of()),
                        pair.getPublic(),
                        names,
                        List.of(KeyPurposeId.id_kp_serverAuth),
                        KeyUsage.digitalSignature | KeyUsage.keyEncipherment,
                        CERTIFICATE_LIFETIME))));
    }

    /**
     * A new key with a certificate for a TLS client: the common name is the user, organizations are its groups. The key
     * is RSA, the one kind that every client library reads in PKCS #8 without being told.
     */
    public KeyAndCertificate issueClient(String user, List<String> groups) {
        KeyPair pair = Keys.newRsaKeyPair();
        return new KeyAndCertificate(
                pair.getPrivate(),
                List.of(issue(new Request(
                        subject(user, groups),
                        pair.getPublic(),
                        List.of(),
                        List.of(KeyPurposeId.id_kp_clientAuth),
                        KeyUsage.digitalSignature | KeyUsage.keyEncipherment,
                        CERTIFICATE_LIFETIME))));
    }

    /** What a certificate shall say. {@code keyUsage} holds the bits of {@link KeyUsage}. */
    public record Request(
            X500Name subject,
            PublicKey key,
            Collection<String> names,
            List<KeyPurposeId> purposes,
            int keyUsage,
            Duration lifetime) {}

    /** Signs; the certificate never outlives this authority. */
    public X509Certificate issue(Request request) {
        Instant now = Instant.now();
        Instant end = now.plus(request.lifetime());
        Instant last = self.certificate().getNotAfter().toInstant();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(
                            self.certificate().getSubjectX500Principal().getEncoded()),
                    serial(),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(end.isAfter(last) ? last : end),
                    request.subject(),
                    request.key());
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(request.keyUsage()));
            if (!request.purposes().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(request.purposes().toArray(new KeyPurposeId[0])));
            }
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(self.certificate().getPublicKey()));
            if (!request.names().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(request.names()));
            }
            return sign(builder, self.key());
        } catch (NoSuchAlgorithmException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A distinguished name with one organization a group, as Kubernetes reads it. */
    public static X500Name subject(String commonName, List<String> organizations) {
        var name = new X500NameBuilder(BCStyle.INSTANCE);
        for (String organization : organizations) {
            name.addRDN(BCStyle.O, organization);
        }
        return name.addRDN(BCStyle.CN, commonName).build();
    }

    private static GeneralNames alternativeNames(Collection<String> names) {
        var all = new ArrayList<GeneralName>();
        for (String name : names) {
            all.add(new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        return new GeneralNames(all.toArray(new GeneralName[0]));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("cannot sign a certificate: " + e.getMessage(), e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM).add(BigInteger.ONE);
    }
}
