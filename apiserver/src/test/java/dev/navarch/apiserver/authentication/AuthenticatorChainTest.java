package dev.navarch.apiserver.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.pki.CertificateAuthority;
import dev.navarch.apiserver.request.UserInfo;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AuthenticatorChainTest {

    private final CertificateAuthority cluster = CertificateAuthority.create("kubernetes");
    private final CertificateAuthority proxies = CertificateAuthority.create("front-proxy-ca");
    private final AuthenticatorChain chain = new AuthenticatorChain(
            List.of(
                    new FrontProxyAuthenticator(
                            List.of(proxies.certificate()),
                            FrontProxyAuthenticator.Headers.standard(List.of("front-proxy-client"))),
                    new X509Authenticator(List.of(cluster.certificate())),
                    new BearerTokenAuthenticator(
                            new StaticTokens(Map.of("secret", UserInfo.of("robot", "robots"))), List.of("api"))),
            true);

    @Test
    void a_client_certificate_names_its_user() {
        UserInfo user =
                authenticate(cluster.issueClient("kim", List.of("dev", "ops")).certificate(), Map.of());
        assertEquals("kim", user.name());
        assertEquals(List.of("dev", "ops", "system:authenticated"), user.groups());
        assertTrue(user.extra().get(UserInfo.CREDENTIAL_ID).getFirst().startsWith("X509SHA256="));
    }

    @Test
    void a_certificate_of_a_stranger_is_refused_not_anonymous() {
        X509Certificate stranger = CertificateAuthority.create("kubernetes")
                .issueClient("admin", List.of("system:masters"))
                .certificate();
        StatusException e = assertThrows(StatusException.class, () -> authenticate(stranger, Map.of()));
        assertEquals(401, e.code());
        assertEquals("Unauthorized", e.getMessage());
    }

    @Test
    void a_serving_certificate_is_no_client() {
        X509Certificate serving =
                cluster.issueServing("admin", List.of("localhost")).certificate();
        assertThrows(StatusException.class, () -> authenticate(serving, Map.of()));
    }

    @Test
    void headers_of_a_front_proxy_are_believed() {
        UserInfo user = authenticate(
                proxies.issueClient("front-proxy-client", List.of()).certificate(),
                Map.of(
                        "x-remote-user", List.of("kim"),
                        "X-Remote-Group", List.of("a", "b"),
                        "X-Remote-Extra-Example.com%2fscope", List.of("x")));
        assertEquals(
                new UserInfo(
                        "kim",
                        "",
                        List.of("a", "b", "system:authenticated"),
                        Map.of("example.com/scope", List.of("x"))),
                user);
    }

    @Test
    void headers_of_anybody_else_are_not_believed() {
        Map<String, List<String>> headers = Map.of("X-Remote-User", List.of("admin"));
        assertEquals(
                "kim",
                authenticate(cluster.issueClient("kim", List.of()).certificate(), headers)
                        .name());
        assertThrows(
                StatusException.class,
                () -> authenticate(proxies.issueClient("other", List.of()).certificate(), headers));
        assertEquals("system:anonymous", authenticate(null, headers).name());
    }

    @Test
    void bearer_tokens_are_taken_from_the_header_or_the_subprotocol() {
        assertEquals(
                "robot",
                authenticate(null, Map.of("authorization", List.of("bearer secret")))
                        .name());
        assertEquals(
                "robot",
                authenticate(
                                null,
                                Map.of(
                                        "Upgrade",
                                        List.of("websocket"),
                                        "Sec-WebSocket-Protocol",
                                        List.of("base64url.bearer.authorization.k8s.io.c2VjcmV0, v5.channel.k8s.io")))
                        .name());
        assertThrows(StatusException.class, () -> authenticate(null, Map.of("Authorization", List.of("Bearer wrong"))));
    }

    @Test
    void no_credentials_are_anonymous() {
        assertEquals(UserInfo.anonymous(), authenticate(null, Map.of()));
        var strict = new AuthenticatorChain(List.of(), false);
        var request = new AuthenticationRequest(List.of(), Map.of());
        assertThrows(StatusException.class, () -> strict.authenticate(request));
    }

    private UserInfo authenticate(X509Certificate certificate, Map<String, List<String>> headers) {
        List<X509Certificate> peer = certificate == null ? List.of() : List.of(certificate);
        return chain.authenticate(new AuthenticationRequest(peer, headers)).orElseThrow();
    }
}
