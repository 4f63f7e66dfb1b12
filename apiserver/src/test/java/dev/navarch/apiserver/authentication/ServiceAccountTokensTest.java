package dev.navarch.apiserver.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.authentication.ServiceAccountTokens.Grant;
import dev.navarch.apiserver.authentication.ServiceAccountTokens.Reference;
import dev.navarch.apiserver.pki.Keys;
import dev.navarch.apiserver.request.UserInfo;
import dev.navarch.apiserver.testing.InMemoryObjects;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServiceAccountTokensTest {

    private static final String ISSUER = "https://kubernetes.default.svc";

    private final InMemoryObjects objects = new InMemoryObjects();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ServiceAccountTokens tokens = tokensOf(Keys.newEcKeyPair());

    @BeforeEach
    void an_account_with_a_pod() {
        objects.put("", "serviceaccounts", "{'metadata':{'namespace':'a','name':'web','uid':'u1'}}");
        objects.put("", "pods", "{'metadata':{'namespace':'a','name':'p','uid':'u2'}}");
    }

    @Test
    void a_token_names_its_account_and_pod() {
        UserInfo user = verify(issue(List.of(ISSUER)), List.of());
        assertEquals("system:serviceaccount:a:web", user.name());
        assertEquals("u1", user.uid());
        assertEquals(List.of("system:serviceaccounts", "system:serviceaccounts:a"), user.groups());
        assertEquals(List.of("p"), user.extra().get(ServiceAccountUser.POD_NAME));
        assertEquals(List.of("n"), user.extra().get(ServiceAccountUser.NODE_NAME));
        assertTrue(user.extra().get(UserInfo.CREDENTIAL_ID).getFirst().startsWith("JTI="));
    }

    @Test
    void a_token_ends_with_its_pod() {
        String token = issue(List.of(ISSUER));
        verify(token, List.of());
        objects.remove("", "pods", "a", "p");
        assertRefused("service account token has been invalidated", token, List.of());
    }

    @Test
    void a_token_ends_with_its_account_even_when_the_name_comes_back() {
        String token = issue(List.of(ISSUER));
        objects.put("", "serviceaccounts", "{'metadata':{'namespace':'a','name':'web','uid':'other'}}");
        assertRefused("service account UID (other) does not match claim (u1)", token, List.of());
    }

    @Test
    void a_token_expires_a_minute_after_its_time() {
        String token = issue(List.of(ISSUER));
        now = now.plus(Duration.ofMinutes(11));
        verify(token, List.of());
        now = now.plus(Duration.ofSeconds(1));
        assertRefused("service account token has expired", token, List.of());
    }

    @Test
    void a_token_is_good_only_for_its_audiences() {
        String token = issue(List.of("vault"));
        assertRefused(
                "token audiences [\"vault\"] is invalid for the target audiences [\"" + ISSUER + "\"]",
                token,
                List.of());
        verify(token, List.of("vault", "other"));
    }

    @Test
    void a_signature_of_another_key_is_refused() {
        String token = issue(List.of(ISSUER));
        ServiceAccountTokens others = tokensOf(Keys.newEcKeyPair());
        CredentialsException e =
                assertThrows(CredentialsException.class, () -> others.authenticate(token, List.of(), text -> {}));
        assertEquals("invalid signature, no keys found", e.getMessage());
        String changed = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        assertThrows(CredentialsException.class, () -> tokens.authenticate(changed, List.of(), text -> {}));
    }

    @Test
    void rsa_keys_sign_too() {
        ServiceAccountTokens rsa = tokensOf(Keys.newRsaKeyPair());
        String token = rsa.issue(grant(List.of(ISSUER)));
        assertEquals(
                "system:serviceaccount:a:web",
                rsa.authenticate(token, List.of(), text -> {})
                        .orElseThrow()
                        .user()
                        .name());
        assertEquals("RS256", rsa.keys().keySet().at("/keys/0/alg").asText());
    }

    @Test
    void texts_that_are_no_tokens_are_left_to_others() {
        assertTrue(tokens.authenticate("garbage", List.of(), text -> {}).isEmpty());
        assertTrue(tokens.authenticate("a.b.c", List.of(), text -> {}).isEmpty());
    }

    @Test
    void the_key_set_shows_the_public_key() {
        var key = tokens.keys().keySet().at("/keys/0");
        assertEquals("P-256", key.path("crv").asText());
        assertEquals("ES256", key.path("alg").asText());
        assertEquals(43, key.path("x").asText().length());
    }

    private ServiceAccountTokens tokensOf(KeyPair pair) {
        var keys = new ServiceAccountKeys(pair.getPrivate(), List.of());
        return new ServiceAccountTokens(keys, List.of(ISSUER), List.of(), new BoundObjects(objects), () -> now);
    }

    private static Grant grant(List<String> audiences) {
        return new Grant(
                new ServiceAccountUser("a", "web"),
                "u1",
                new Reference("p", "u2"),
                null,
                new Reference("n", ""),
                audiences,
                Duration.ofMinutes(10),
                null);
    }

    private String issue(List<String> audiences) {
        return tokens.issue(grant(audiences));
    }

    private UserInfo verify(String token, List<String> audiences) {
        return tokens.authenticate(token, audiences, text -> {}).orElseThrow().user();
    }

    private void assertRefused(String message, String token, List<String> audiences) {
        CredentialsException e =
                assertThrows(CredentialsException.class, () -> tokens.authenticate(token, audiences, text -> {}));
        assertEquals(message, e.getMessage());
    }
}
