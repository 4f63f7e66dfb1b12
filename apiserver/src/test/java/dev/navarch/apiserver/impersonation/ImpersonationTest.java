package dev.navarch.apiserver.impersonation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.authentication.AuthenticationRequest;
import dev.navarch.apiserver.authorization.Attributes;
import dev.navarch.apiserver.authorization.Decision;
import dev.navarch.apiserver.request.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ImpersonationTest {

    @Test
    void without_headers_nothing_happens() {
        assertTrue(impersonation().impersonate(headers(Map.of()), list("admin")).isEmpty());
    }

    @Test
    void a_group_without_a_user_is_a_bad_request() {
        StatusException e = assertThrows(
                StatusException.class,
                () -> impersonation()
                        .impersonate(headers(Map.of("Impersonate-Group", List.of("staff"))), list("admin")));
        assertEquals(
                "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"staff\"},"
                        + " Extra:map[string][]string(nil)} without impersonating a user name",
                e.getMessage());
    }

    @Test
    void the_first_mode_that_refuses_is_told() {
        StatusException e = assertThrows(
                StatusException.class,
                () -> impersonation().impersonate(headers(Map.of("Impersonate-User", List.of("kim"))), list("lee")));
        assertEquals(
                "configmaps is forbidden: User \"lee\" cannot impersonate-on:user-info:list resource \"configmaps\" in"
                        + " API group \"\" in the namespace \"a\"",
                e.getMessage());
    }

    @Test
    void the_original_verb_still_allows() {
        UserInfo user = impersonation("impersonate")
                .impersonate(headers(Map.of("Impersonate-User", List.of("system:serviceaccount:a:b"))), list("admin"))
                .orElseThrow();
        assertEquals(
                List.of("system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated"), user.groups());
    }

    @Test
    void constrained_verbs_allow_a_user_but_never_superusers() {
        var impersonation = impersonation("impersonate-on:user-info:list", "impersonate:user-info");
        UserInfo user = impersonation
                .impersonate(
                        headers(Map.of("Impersonate-User", List.of("kim"), "Impersonate-Group", List.of("dev"))),
                        list("lee"))
                .orElseThrow();
        assertEquals(List.of("dev", "system:authenticated"), user.groups());
        assertThrows(
                StatusException.class,
                () -> impersonation.impersonate(
                        headers(Map.of(
                                "Impersonate-User", List.of("kim"), "Impersonate-Group", List.of("system:masters"))),
                        list("lee")));
    }

    private static Impersonation impersonation(String... verbs) {
        Set<String> allowed = Set.of(verbs);
        return new Impersonation(
                attributes -> allowed.contains(attributes.verb()) ? Decision.allow("") : Decision.noOpinion(""));
    }

    private static AuthenticationRequest headers(Map<String, List<String>> headers) {
        return new AuthenticationRequest(List.of(), headers);
    }

    private static Attributes list(String user) {
        return Attributes.resource(UserInfo.of(user), "list", "", "v1", "configmaps", "", "a", "");
    }
}
