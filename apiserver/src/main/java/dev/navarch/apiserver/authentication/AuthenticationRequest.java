package dev.navarch.apiserver.authentication;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What an authenticator may look at.
 *
 * @param peerCertificates the chain that the TLS client presented, its own certificate first; not verified yet, empty
 *     when there is none
 * @param headers the request's headers; looked up without regard to case
 * @param warnings takes texts for {@code Warning} headers of the answer
 */
public record AuthenticationRequest(
        List<X509Certificate> peerCertificates, Map<String, List<String>> headers, Consumer<String> warnings) {

    public AuthenticationRequest {
        peerCertificates = List.copyOf(peerCertificates);
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) ->
                copy.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values));
        headers = copy;
    }

    public AuthenticationRequest(List<X509Certificate> peerCertificates, Map<String, List<String>> headers) {
        this(peerCertificates, headers, text -> {});
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
