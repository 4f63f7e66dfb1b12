package dev.navarch.apiserver.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * The parts of a certificate's subject that Kubernetes reads.
 *
 * @param commonName the last one of the subject; empty when there is none
 * @param uid the value of Kubernetes's own attribute for user ids; empty when there is none
 */
public record DistinguishedName(String commonName, List<String> organizations, String uid) {

    /** The attribute that carries {@code user.uid}. */
    private static final ASN1ObjectIdentifier USER_UID = new ASN1ObjectIdentifier("1.3.6.1.4.1.57683.2");

    public DistinguishedName {
        organizations = List.copyOf(organizations);
    }

    public static DistinguishedName of(X509Certificate certificate) {
        return of(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
    }

    public static DistinguishedName of(X500Name name) {
        List<String> commonNames = values(name, BCStyle.CN);
        List<String> uids = values(name, USER_UID);
        return new DistinguishedName(
                commonNames.isEmpty() ? "" : commonNames.getLast(),
                values(name, BCStyle.O),
                uids.isEmpty() ? "" : uids.getLast());
    }

    /** Whether it names this user with exactly these groups. */
    public boolean isFor(String user, List<String> groups) {
        return commonName.equals(user) && organizations.equals(groups);
    }

    private static List<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
        var found = new ArrayList<String>();
        for (RDN rdn : name.getRDNs()) {
            for (var part : rdn.getTypesAndValues()) {
                if (part.getType().equals(attribute)) {
                    found.add(IETFUtils.valueToString(part.getValue()));
                }
            }
        }
        return found;
    }
}
