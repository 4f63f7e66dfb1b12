package dev.navarch.apiserver.authentication;

import dev.navarch.apiserver.pki.DistinguishedName;
import dev.navarch.apiserver.request.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Believes the {@code X-Remote-*} headers of a proxy that shows a client certificate of its own authority. The headers
 * and the names of allowed proxies are configured as upstream's {@code --requestheader-*} flags.
 */
public final class FrontProxyAuthenticator implements Authenticator {

    /** Which headers say what. Empty {@code allowedNames} allow every certificate of the authority. */
    public record Headers(
            List<String> user,
            List<String> uid,
            List<String> group,
            List<String> extraPrefix,
            List<String> allowedNames) {

        /** The usual names, for the proxies of these common names. */
        public static Headers standard(List<String> allowedNames) {
            return new Headers(
                    List.of("X-Remote-User"),
                    List.of("X-Remote-Uid"),
                    List.of("X-Remote-Group"),
                    List.of("X-Remote-Extra-"),
                    List.copyOf(allowedNames));
        }
    }

    private final ClientCertificates certificates;
    private final Headers headers;

    public FrontProxyAuthenticator(Collection<X509Certificate> authorities, Headers headers) {
        this.certificates = new ClientCertificates(authorities);
        this.headers = headers;
    }

    @Override
    public Optional<UserInfo> authenticate(AuthenticationRequest request) {
        if (request.peerCertificates().isEmpty()) {
            return Optional.empty();
        }
        certificates.verify(request.peerCertificates());
        String proxy =
                DistinguishedName.of(request.peerCertificates().getFirst()).commonName();
        if (!headers.allowedNames().isEmpty() && !headers.allowedNames().contains(proxy)) {
            throw new CredentialsException("x509: subject with cn=" + proxy + " is not in the allowed list");
        }
        String user = first(request, headers.user());
        if (user.isEmpty()) {
            return Optional.empty();
        }
        var groups = new ArrayList<String>();
        for (String header : headers.group()) {
            request.values(header).stream().filter(value -> !value.isEmpty()).forEach(groups::add);
        }
        return Optional.of(new UserInfo(user, first(request, headers.uid()), groups, extra(request)));
    }

    private Map<String, List<String>> extra(AuthenticationRequest request) {
        var extra = new LinkedHashMap<String, List<String>>();
        for (String prefix : headers.extraPrefix()) {
            request.headers().forEach((name, values) -> {
                if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                    String key = unescape(name.substring(prefix.length()).toLowerCase(Locale.ROOT));
                    extra.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values);
                }
            });
        }
        return extra;
    }

    /** Percent-decodes a header's rest; one that is not well-formed stays as it is, as upstream has it. */
    static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }

    private static String first(AuthenticationRequest request, List<String> names) {
        for (String name : names) {
            Optional<String> value = request.header(name).filter(text -> !text.isEmpty());
            if (value.isPresent()) {
                return value.get();
            }
        }
        return "";
    }
}
