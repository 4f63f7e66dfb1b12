package dev.navarch.apiserver.authentication;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an authenticator may look at.
 *
 * @param peerCertificates the chain that the TLS client presented, its own certificate first; not verified yet, empty
 *     when there is none
 * @param headers the request's headers; looked up without regard to case
 */
public record AuthenticationRequest(List<X509Certificate> peerCertificates, Map<String, List<String>> headers) {

    public AuthenticationRequest {
        peerCertificates = List.copyOf(peerCertificates);
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) ->
                copy.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values));
        headers = copy;
    }

    /** All values of a header in their order; empty when absent. */
    public List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /** The first value of a header. */
    public Optional<String> header(String header) {
        return values(header).stream().findFirst();
    }
}
