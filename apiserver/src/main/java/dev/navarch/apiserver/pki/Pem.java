package dev.navarch.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads and writes PEM, in the forms that openssl, Go and the JDK write. */
public final class Pem {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> WORLD_READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private Pem() {}

    public static String ofKey(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    public static String ofPublicKey(PublicKey key) {
        return block("PUBLIC KEY", key.getEncoded());
    }

    public static String ofCertificates(List<X509Certificate> certificates) {
        var out = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                out.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
        return out.toString();
    }

    /** Any block of the type, with lines of 64 characters. */
    public static String block(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    /** All certificates of a PEM text, other blocks passed over; never empty. */
    public static List<X509Certificate> parseCertificates(String pem) throws IOException {
        var found = new ArrayList<X509Certificate>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object block : blocks(pem)) {
                if (block instanceof X509CertificateHolder holder) {
                    var der = new ByteArrayInputStream(holder.getEncoded());
                    found.add((X509Certificate) factory.generateCertificate(der));
                }
            }
        } catch (CertificateException e) {
            throw new IOException("unreadable certificate: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException("no certificate found");
        }
        return found;
    }

    /** The first private key of a PEM text: PKCS#8, PKCS#1 or SEC 1. */
    public static PrivateKey parsePrivateKey(String pem) throws IOException {
        var converter = new JcaPEMKeyConverter();
        for (Object block : blocks(pem)) {
            if (block instanceof PEMKeyPair pair) {
                return converter.getKeyPair(pair).getPrivate();
            }
            if (block instanceof PrivateKeyInfo info) {
                return converter.getPrivateKey(info);
            }
        }
        throw new IOException("no private key found");
    }

    /** All public keys of a PEM text: bare, of certificates, or those that belong to private keys. */
    public static List<PublicKey> parsePublicKeys(String pem) throws IOException {
        var converter = new JcaPEMKeyConverter();
        var found = new ArrayList<PublicKey>();
        for (Object block : blocks(pem)) {
            switch (block) {
                case SubjectPublicKeyInfo info -> found.add(converter.getPublicKey(info));
                case X509CertificateHolder holder ->
                    found.add(converter.getPublicKey(holder.getSubjectPublicKeyInfo()));
                case PEMKeyPair pair -> found.add(converter.getKeyPair(pair).getPublic());
                case PrivateKeyInfo info -> found.add(Keys.publicOf(converter.getPrivateKey(info)));
                default -> {}
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no public key found");
        }
        return found;
    }

    public static List<X509Certificate> readCertificates(Path file) throws IOException {
        try {
            return parseCertificates(Files.readString(file));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    public static PrivateKey readPrivateKey(Path file) throws IOException {
        try {
            return parsePrivateKey(Files.readString(file));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    public static List<PublicKey> readPublicKeys(Path file) throws IOException {
        try {
            return parsePublicKeys(Files.readString(file));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a secret: whole or not at all, and never readable by others, not even for a moment. */
    public static void writePrivate(Path file, String text) throws IOException {
        replace(file, text, OWNER_ONLY);
    }

    public static void writePublic(Path file, String text) throws IOException {
        replace(file, text, WORLD_READABLE);
    }

    private static void replace(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = directoryOf(file);
        Files.createDirectories(directory);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Files.createFile(next, attributes);
        Files.write(next, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
        if (posix) {
            Files.setPosixFilePermissions(next, permissions);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    private static List<Object> blocks(String pem) throws IOException {
        var found = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                found.add(block);
            }
        } catch (RuntimeException e) {
            throw new IOException("unreadable PEM: " + e.getMessage(), e);
        }
        return found;
    }
}
