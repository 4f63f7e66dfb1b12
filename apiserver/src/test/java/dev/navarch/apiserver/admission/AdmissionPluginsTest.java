package dev.navarch.apiserver.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.navarch.api.meta.GroupVersionKind;
import dev.navarch.api.meta.GroupVersionResource;
import dev.navarch.api.meta.StatusException;
import dev.navarch.apiserver.admission.limitranger.LimitRanger;
import dev.navarch.apiserver.admission.namespacelifecycle.NamespaceLifecycle;
import dev.navarch.apiserver.admission.noderestriction.NodeRestriction;
import dev.navarch.apiserver.admission.podsecurity.PodSecurity;
import dev.navarch.apiserver.admission.priority.Priority;
import dev.navarch.apiserver.admission.serviceaccount.ServiceAccount;
import dev.navarch.apiserver.admission.tolerations.DefaultTolerationSeconds;
import dev.navarch.apiserver.authorization.AuthorizerUnion;
import dev.navarch.apiserver.request.UserInfo;
import dev.navarch.apiserver.testing.InMemoryObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdmissionPluginsTest {

    private final InMemoryObjects objects = new InMemoryObjects();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void a_namespace_with_an_account() {
        objects.put("", "namespaces", "{'metadata':{'name':'a'},'status':{'phase':'Active'}}");
        objects.put(
                "",
                "serviceaccounts",
                "{'metadata':{'namespace':'a','name':'default'},'imagePullSecrets':[{'name':'pull'}]}");
    }

    @Test
    void the_token_of_its_account_is_mounted_into_every_container() {
        ObjectNode pod = pod("{'initContainers':[{'name':'i'}],'containers':[{'name':'c'}]}");
        new ServiceAccount(objects).admit(create("pods", pod));
        String volume = pod.at("/spec/volumes/0/name").asText();
        assertTrue(volume.matches("kube-api-access-[a-z0-9]{5}"), volume);
        assertEquals(
                volume, pod.at("/spec/initContainers/0/volumeMounts/0/name").asText());
        assertEquals(volume, pod.at("/spec/containers/0/volumeMounts/0/name").asText());
        assertEquals(
                3607,
                pod.at("/spec/volumes/0/projected/sources/0/serviceAccountToken/expirationSeconds")
                        .asInt());
        assertEquals("default", pod.at("/spec/serviceAccountName").asText());
        assertEquals("pull", pod.at("/spec/imagePullSecrets/0/name").asText());
    }

    @Test
    void nothing_is_mounted_where_the_pod_does_not_want_it() {
        ObjectNode pod = pod("{'automountServiceAccountToken':false,'containers':[{'name':'c'}]}");
        new ServiceAccount(objects).admit(create("pods", pod));
        assertTrue(pod.at("/spec/volumes").isMissingNode());
    }

    @Test
    void an_account_that_is_missing_is_told() {
        ObjectNode pod = pod("{'serviceAccountName':'nosuch','containers':[{'name':'c'}]}");
        var plugin = new ServiceAccount(objects);
        assertRefused(
                "pods \"p\" is forbidden: error looking up service account a/nosuch: serviceaccount \"nosuch\" not"
                        + " found",
                () -> plugin.admit(create("pods", pod)));
    }

    @Test
    void nothing_is_made_in_a_terminating_namespace() {
        objects.put("", "namespaces", "{'metadata':{'name':'a'},'status':{'phase':'Terminating'}}");
        var plugin = new NamespaceLifecycle(objects);
        StatusException e = assertThrows(StatusException.class, () -> plugin.admit(create("pods", pod("{}"))));
        assertEquals(
                "NamespaceTerminating",
                e.status().at("/details/causes/0/reason").asText());
        assertEquals(
                "pods \"p\" is forbidden: unable to create new content in namespace a because it is being terminated",
                e.getMessage());
    }

    @Test
    void a_missing_namespace_is_not_found() {
        var plugin = new NamespaceLifecycle(new InMemoryObjects());
        assertRefused("namespaces \"a\" not found", () -> plugin.admit(create("pods", pod("{}"))));
    }

    @Test
    void the_class_gives_the_priority() {
        objects.put(
                "scheduling.k8s.io",
                "priorityclasses",
                "{'metadata':{'name':'high'},'value':1000,'preemptionPolicy':'Never'}");
        ObjectNode pod = pod("{'priorityClassName':'high'}");
        new Priority(objects).admit(create("pods", pod));
        assertEquals(1000, pod.at("/spec/priority").asInt());
        assertEquals("Never", pod.at("/spec/preemptionPolicy").asText());
        ObjectNode plain = pod("{}");
        new Priority(objects).admit(create("pods", plain));
        assertEquals(0, plain.at("/spec/priority").asInt(-1));
        assertTrue(plain.at("/spec/priorityClassName").isMissingNode());
        assertRefused(
                "pods \"p\" is forbidden: no PriorityClass with name nosuch was found",
                () -> new Priority(objects).admit(create("pods", pod("{'priorityClassName':'nosuch'}"))));
    }

    @Test
    void failing_nodes_are_tolerated_for_five_minutes() {
        ObjectNode pod = pod("{'tolerations':[{'key':'node.kubernetes.io/not-ready','operator':'Exists'}]}");
        new DefaultTolerationSeconds(300, 300).admit(create("pods", pod));
        assertEquals(2, pod.at("/spec/tolerations").size());
        assertEquals(
                "node.kubernetes.io/unreachable",
                pod.at("/spec/tolerations/1/key").asText());
        assertEquals(300, pod.at("/spec/tolerations/1/tolerationSeconds").asInt());
    }

    @Test
    void limit_ranges_fill_in_and_refuse() {
        objects.put(
                "",
                "limitranges",
                "{'metadata':{'namespace':'a','name':'l'},'spec':{'limits':[{'type':'Container','default':{'cpu':'500m'},'defaultRequest':{'cpu':'100m'},'max':{'cpu':'1'}}]}}");
        ObjectNode pod = pod("{'containers':[{'name':'c'}]}");
        new LimitRanger(objects).admit(create("pods", pod));
        assertEquals("500m", pod.at("/spec/containers/0/resources/limits/cpu").asText());
        assertEquals(
                "LimitRanger plugin set: cpu request for container c; cpu limit for container c",
                pod.at("/metadata/annotations/kubernetes.io~1limit-ranger").asText());
        ObjectNode big = pod("{'containers':[{'name':'c','resources':{'limits':{'cpu':'2'},'requests':{'cpu':'1'}}}]}");
        assertRefused(
                "pods \"p\" is forbidden: maximum cpu usage per Container is 1, but limit is 2",
                () -> new LimitRanger(objects).validate(create("pods", big)));
    }

    @Test
    void pods_that_break_the_level_of_their_namespace_are_refused() {
        objects.put(
                "",
                "namespaces",
                "{'metadata':{'name':'a','labels':{'pod-security.kubernetes.io/enforce':'restricted'}}}");
        ObjectNode pod = pod("{'hostNetwork':true,'containers':[{'name':'c','securityContext':{'privileged':true}}]}");
        assertRefused(
                "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": host namespaces"
                        + " (hostNetwork=true), privileged (container \"c\" must not set"
                        + " securityContext.privileged=true), allowPrivilegeEscalation != false (container \"c\" must"
                        + " set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container"
                        + " \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or"
                        + " container \"c\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or"
                        + " container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                        + " \"Localhost\")",
                () -> new PodSecurity(objects).validate(create("pods", pod)));
        ObjectNode good = pod(
                "{'securityContext':{'runAsNonRoot':true,'seccompProfile':{'type':'RuntimeDefault'}},'containers':[{'name':'c','securityContext':{'allowPrivilegeEscalation':false,'capabilities':{'drop':['ALL']}}}]}");
        new PodSecurity(objects).validate(create("pods", good));
        assertEquals(List.of(), warnings);
    }

    @Test
    void templates_only_warn() {
        objects.put(
                "",
                "namespaces",
                "{'metadata':{'name':'a','labels':{'pod-security.kubernetes.io/enforce':'baseline'}}}");
        ObjectNode deployment =
                InMemoryObjects.parse("{'metadata':{'name':'d'},'spec':{'template':{'spec':{'hostPID':true}}}}");
        new PodSecurity(objects)
                .validate(attributes(Operation.CREATE, "apps", "deployments", deployment, null, UserInfo.of("kim")));
        assertEquals(
                List.of("would violate PodSecurity \"baseline:latest\": host namespaces (hostPID=true)"), warnings);
    }

    @Test
    void a_kubelet_changes_its_own_node_alone_and_no_restricted_label() {
        var plugin = new NodeRestriction(objects, AuthorizerUnion.SUPERUSERS);
        var node = UserInfo.of("system:node:n1", "system:nodes");
        ObjectNode other = InMemoryObjects.parse("{'metadata':{'name':'n2'}}");
        assertRefused(
                "nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"",
                () -> plugin.admit(attributes(Operation.CREATE, "", "nodes", other, null, node)));
        ObjectNode own = InMemoryObjects.parse(
                "{'metadata':{'name':'n1','labels':{'kubernetes.io/os':'linux','node-restriction.kubernetes.io/x':'y'}}}");
        assertRefused(
                "nodes \"n1\" is forbidden: node \"n1\" is not allowed to set the following labels:"
                        + " node-restriction.kubernetes.io/x",
                () -> plugin.admit(attributes(Operation.CREATE, "", "nodes", own, null, node)));
    }

    @Test
    void plugins_run_in_the_fixed_order_and_can_be_switched_off() {
        List<AdmissionPlugin> all = List.of(
                new PodSecurity(objects),
                new NamespaceLifecycle(objects),
                new NodeRestriction(objects, AuthorizerUnion.SUPERUSERS));
        AdmissionChain chain = AdmissionChain.select(all, Set.of("NodeRestriction"), Set.of("PodSecurity"));
        assertEquals(
                List.of("NamespaceLifecycle", "NodeRestriction"),
                chain.plugins().stream().map(AdmissionPlugin::name).toList());
        assertThrows(IllegalArgumentException.class, () -> AdmissionChain.select(all, Set.of("NoSuch"), Set.of()));
    }

    private static ObjectNode pod(String spec) {
        return InMemoryObjects.parse("{'metadata':{'name':'p','namespace':'a'},'spec':" + spec + "}");
    }

    private AdmissionAttributes create(String resource, ObjectNode object) {
        return attributes(Operation.CREATE, "", resource, object, null, UserInfo.of("kim"));
    }

    private AdmissionAttributes attributes(
            Operation operation, String group, String resource, ObjectNode object, ObjectNode old, UserInfo user) {
        return new AdmissionAttributes(
                operation,
                new GroupVersionKind(group, "v1", "K"),
                new GroupVersionResource(group, "v1", resource),
                "",
                resource.equals("nodes") ? "" : "a",
                object.at("/metadata/name").asText(),
                object,
                old,
                null,
                false,
                user,
                warnings::add);
    }

    private static void assertRefused(String message, Runnable action) {
        assertEquals(message, assertThrows(StatusException.class, action::run).getMessage());
    }
}
