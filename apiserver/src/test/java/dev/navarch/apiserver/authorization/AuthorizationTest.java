package dev.navarch.apiserver.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.navarch.apiserver.authorization.rbac.EscalationCheck;
import dev.navarch.apiserver.authorization.rbac.PolicyRule;
import dev.navarch.apiserver.bootstrap.BootstrapFacts;
import dev.navarch.apiserver.request.UserInfo;
import dev.navarch.apiserver.testing.InMemoryObjects;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthorizationTest {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private final InMemoryObjects objects = new InMemoryObjects();
    private final Authorization authorization = Authorization.create(
            List.of(Authorization.Mode.NODE, Authorization.Mode.RBAC),
            objects,
            BootstrapFacts.clusterRole("system:node").path("rules"));

    @Test
    void a_role_allows_in_its_namespace_and_says_why() {
        objects.put(
                RBAC,
                "roles",
                "{'metadata':{'namespace':'a','name':'r'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['pods','*/status']}]}");
        objects.put(
                RBAC,
                "rolebindings",
                "{'metadata':{'namespace':'a','name':'b'},'roleRef':{'kind':'Role','name':'r'},'subjects':[{'kind':'User','name':'kim'}]}");
        Decision decision = decide("kim", "get", "pods", "", "a");
        assertTrue(decision.isAllowed());
        assertEquals("RBAC: allowed by RoleBinding \"b/a\" of Role \"r\" to User \"kim\"", decision.reason());
        assertFalse(decide("kim", "get", "pods", "", "b").isAllowed());
        assertFalse(decide("kim", "list", "pods", "", "a").isAllowed());
        assertFalse(decide("kim", "get", "pods", "log", "a").isAllowed());
        assertTrue(decide("kim", "get", "pods", "status", "a").isAllowed());
        assertFalse(decide("lee", "get", "pods", "", "a").isAllowed());
    }

    @Test
    void a_missing_role_is_told() {
        objects.put(
                RBAC,
                "rolebindings",
                "{'metadata':{'namespace':'a','name':'b'},'roleRef':{'kind':'Role','name':'nosuch'},'subjects':[{'kind':'User','name':'kim'}]}");
        assertEquals(
                "RBAC: role.rbac.authorization.k8s.io \"nosuch\" not found",
                decide("kim", "list", "configmaps", "", "a").reason());
    }

    @Test
    void rights_end_with_the_binding_or_the_subject() {
        objects.put(
                RBAC,
                "clusterroles",
                "{'metadata':{'name':'r'},'rules':[{'verbs':['*'],'apiGroups':['*'],'resources':['*']}]}");
        String binding = "{'metadata':{'name':'b'},'roleRef':{'kind':'ClusterRole','name':'r'},'subjects':[%s]}";
        objects.put(
                RBAC,
                "clusterrolebindings",
                binding.formatted("{'kind':'ServiceAccount','namespace':'a','name':'s'},{'kind':'User','name':'kim'}"));
        assertTrue(decide("system:serviceaccount:a:s", "get", "pods", "", "a").isAllowed());
        objects.put(RBAC, "clusterrolebindings", binding.formatted("{'kind':'User','name':'kim'}"));
        assertFalse(decide("system:serviceaccount:a:s", "get", "pods", "", "a").isAllowed());
        assertTrue(decide("kim", "get", "pods", "", "a").isAllowed());
        objects.remove(RBAC, "clusterrolebindings", "", "b");
        assertFalse(decide("kim", "get", "pods", "", "a").isAllowed());
    }

    @Test
    void superusers_may_do_everything_without_any_role() {
        var masters = UserInfo.of("x", "system:masters");
        assertTrue(authorization
                .authorizer()
                .authorize(Attributes.path(masters, "get", "/anything"))
                .isAllowed());
    }

    @Test
    void default_roles_let_everybody_discover() {
        for (var object : BootstrapFacts.accessControl()) {
            String kind = object.path("kind").asText();
            objects.put(
                    new dev.navarch.api.meta.GroupResource(RBAC, kind.toLowerCase(java.util.Locale.ROOT) + "s"),
                    object);
        }
        var anonymous = UserInfo.anonymous();
        assertTrue(authorization
                .authorizer()
                .authorize(Attributes.path(anonymous, "get", "/version"))
                .isAllowed());
        assertTrue(authorization
                .authorizer()
                .authorize(Attributes.path(anonymous, "get", "/healthz"))
                .isAllowed());
        assertFalse(authorization
                .authorizer()
                .authorize(Attributes.path(anonymous, "get", "/apis"))
                .isAllowed());
        var kim = UserInfo.of("kim", "system:authenticated");
        assertTrue(authorization
                .authorizer()
                .authorize(Attributes.path(kim, "get", "/apis/apps/v1"))
                .isAllowed());
        assertTrue(authorization
                .authorizer()
                .authorize(Attributes.resource(
                        kim, "create", "authorization.k8s.io", "v1", "selfsubjectaccessreviews", "", "", ""))
                .isAllowed());
    }

    @Test
    void nobody_grants_what_it_does_not_hold() {
        objects.put(
                RBAC,
                "roles",
                "{'metadata':{'namespace':'a','name':'r'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['pods']}]}");
        objects.put(
                RBAC,
                "rolebindings",
                "{'metadata':{'namespace':'a','name':'b'},'roleRef':{'kind':'Role','name':'r'},'subjects':[{'kind':'Group','name':'dev'}]}");
        EscalationCheck check = authorization.escalationCheck().orElseThrow();
        UserInfo kim = UserInfo.of("kim", "dev", "system:authenticated");
        var held = InMemoryObjects.parse("{'r':[{'verbs':['get'],'apiGroups':[''],'resources':['pods']}]}");
        assertTrue(check.refusal(kim, "a", PolicyRule.listOf(held.path("r"))).isEmpty());
        var more =
                InMemoryObjects.parse("{'r':[{'verbs':['get','list','watch'],'apiGroups':[''],'resources':['pods']}]}");
        assertEquals(
                "user \"kim\" (groups=[\"dev\" \"system:authenticated\"]) is attempting to grant RBAC permissions not"
                        + " currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\" \"watch\"]}",
                check.refusal(kim, "a", PolicyRule.listOf(more.path("r"))).orElseThrow());
    }

    @Test
    void a_node_reads_the_secrets_of_its_pods_alone() {
        var node = UserInfo.of("system:node:n1", "system:nodes");
        objects.put(
                "",
                "pods",
                "{'metadata':{'namespace':'a','name':'p'},'spec':{'nodeName':'n1','serviceAccountName':'s','volumes':[{'secret':{'secretName':'mine'}},{'persistentVolumeClaim':{'claimName':'c'}}]}}");
        objects.put(
                "",
                "persistentvolumes",
                "{'metadata':{'name':'v'},'spec':{'claimRef':{'namespace':'a','name':'c'},'csi':{'nodePublishSecretRef':{'namespace':'x','name':'deep'}}}}");
        assertTrue(node(node, "get", "secrets", "", "a", "mine").isAllowed());
        assertTrue(node(node, "get", "persistentvolumes", "", "", "v").isAllowed());
        assertTrue(node(node, "get", "secrets", "", "x", "deep").isAllowed());
        assertTrue(node(node, "create", "serviceaccounts", "token", "a", "s").isAllowed());
        Decision other = node(node, "get", "secrets", "", "a", "other");
        assertEquals("no relationship found between node 'n1' and this object", other.reason());
        objects.remove("", "pods", "a", "p");
        assertFalse(node(node, "get", "secrets", "", "a", "mine").isAllowed());
        assertFalse(node(node, "get", "secrets", "", "x", "deep").isAllowed());
        assertTrue(node(node, "list", "services", "", "", "").isAllowed());
        assertFalse(node(node, "list", "nodes", "", "", "").isAllowed());
        assertTrue(node(node, "get", "nodes", "", "", "n1").isAllowed());
    }

    @Test
    void a_mirror_pod_gives_its_node_nothing() {
        var node = UserInfo.of("system:node:n1", "system:nodes");
        objects.put(
                "",
                "pods",
                "{'metadata':{'namespace':'a','name':'p','annotations':{'kubernetes.io/config.mirror':'x'}},'spec':{'nodeName':'n1','volumes':[{'secret':{'secretName':'s'}}]}}");
        assertFalse(node(node, "get", "secrets", "", "a", "s").isAllowed());
        assertTrue(node(node, "get", "pods", "", "a", "p").isAllowed());
    }

    private Decision node(
            UserInfo user, String verb, String resource, String subresource, String namespace, String name) {
        return authorization
                .authorizer()
                .authorize(Attributes.resource(user, verb, "", "v1", resource, subresource, namespace, name));
    }

    private Decision decide(String user, String verb, String resource, String subresource, String namespace) {
        return authorization
                .authorizer()
                .authorize(
                        Attributes.resource(UserInfo.of(user), verb, "", "v1", resource, subresource, namespace, ""));
    }
}
